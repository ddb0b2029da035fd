package org.homekeep.emulator.cloud;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homekeep.emulator.server.Target;

/** The calls as requests name them. */
final class CallNames {
  static final String INITIATE_AUTH = "InitiateAuth";
  static final String RESPOND = "RespondToAuthChallenge";
  static final String SIGN_UP = "SignUp";
  static final String RESEND = "ResendConfirmationCode";
  static final String FORGOT = "ForgotPassword";
  static final String GET_USER = "GetUser";
  static final String REVOKE = "RevokeToken";
  static final String KEYS = "jwks";
  static final String DISCOVERY = "service_discovery";
  static final String UPLOAD_DETAILS = "files_upload_details";
  static final String LIST = "files_list";
  static final String DOWNLOAD_DETAILS = "files_download_details";
  static final String DELETE = "files_delete";
  static final String SUBSCRIPTION = "subscription_info";
  static final String CONNECTION = "instance_connection";
  static final String OBJECT_PUT = "object_put";
  static final String OBJECT_GET = "object_get";
  static final String ACCOUNT = "account";
  static final String UNKNOWN = "unknown";

  private static final Set<String> IDENTITY =
      Set.of(INITIATE_AUTH, RESPOND, SIGN_UP, RESEND, FORGOT, GET_USER, REVOKE);
  private static final String ACTION = "AWSCognitoIdentityProviderService.";

  private static final List<Route> ROUTES =
      List.of(
          new Route("GET", "/[\\w-]+/\\.well-known/jwks\\.json()", KEYS, Target.Kind.PLAIN),
          new Route("GET", "/\\.well-known/service-discovery()", DISCOVERY, Target.Kind.PLAIN),
          new Route("GET", "/files/upload_details()", UPLOAD_DETAILS, Target.Kind.PLAIN),
          new Route("GET", "/v2/files/([^/]+)", LIST, Target.Kind.PLAIN),
          new Route(
              "GET", "/files/download_details/([^/]+/[^/]+)", DOWNLOAD_DETAILS, Target.Kind.PLAIN),
          new Route("DELETE", "/files()", DELETE, Target.Kind.PLAIN),
          new Route("GET", "/payments/subscription_info()", SUBSCRIPTION, Target.Kind.PLAIN),
          new Route("GET", "/instance/connection()", CONNECTION, Target.Kind.PLAIN),
          new Route("PUT", "/r2/(.*)", OBJECT_PUT, Target.Kind.UPLOAD),
          // What is no upload is refused in the words of the store as well.
          new Route(".*", "/r2/(.*)", OBJECT_GET, Target.Kind.DOWNLOAD),
          new Route("GET|POST", "/account/?(.*)", ACCOUNT, Target.Kind.PLAIN));

  private CallNames() {}

  static Target target(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    String method = request.method().name();
    if (path.equals("/") && method.equals("POST")) {
      return new Target(action(request), 0, "", Target.Kind.PLAIN);
    }
    for (Route route : ROUTES) {
      Matcher matcher = route.path().matcher(path);
      if (matcher.matches() && route.method().matcher(method).matches()) {
        return new Target(route.call(), 0, matcher.group(1), route.kind());
      }
    }
    return new Target(UNKNOWN, 0, "", Target.Kind.PLAIN);
  }

  static boolean isIdentity(String call) {
    return IDENTITY.contains(call);
  }

  private static String action(HttpServerRequest request) {
    String named = request.getHeader("X-Amz-Target");
    String action =
        named == null || !named.startsWith(ACTION) ? "" : named.substring(ACTION.length());
    return IDENTITY.contains(action) ? action : UNKNOWN;
  }

  private record Route(Pattern method, Pattern path, String call, Target.Kind kind) {
    Route(String method, String path, String call, Target.Kind kind) {
      this(Pattern.compile(method), Pattern.compile(path), call, kind);
    }
  }
}
