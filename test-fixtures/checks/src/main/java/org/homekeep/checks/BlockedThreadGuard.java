package org.homekeep.checks;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.internal.threadchecker.BlockedThreadChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class when {@link LoopWatch}, or Vert.x where that does not watch, has warned of a
 * blocked event loop while it ran.
 *
 * <p>Found by JUnit itself, so that no test can forget it. Classes run side by side, so the warning
 * may be another class's: its stack trace, in the failure, says whose. Not counted are a thread
 * that the JVM holds up to load a class for the first time, one that waits for the machine to start
 * a thread, and one that is idle again or has not begun, whose trace says nothing.
 */
public final class BlockedThreadGuard implements BeforeAllCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(BlockedThreadGuard.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    warnings(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    List<String> found = warnings(context).take();
    if (!found.isEmpty()) {
      throw new AssertionError("An event loop was blocked:\n" + String.join("\n", found));
    }
  }

  private static Warnings warnings(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Warnings.class, type -> Warnings.attach(), Warnings.class);
  }

  /**
   * Where the JVM loads and links code, once in the life of a process, or has a thread started,
   * which takes long on a machine that has much to do: no fault of a handler.
   */
  private static final List<String> EXCUSED =
      List.of("java.lang.ClassLoader.", "java.lang.invoke.", ".<clinit>(", "Thread.start0(");

  /** Where an event loop waits for work; what it has to do it does outside of that. */
  private static final String IDLE = "sun.nio.ch.EPollSelectorImpl.";

  /** What an event loop runs in. */
  private static final String LOOP = "io.netty.";

  private static final class Warnings extends AppenderBase<ILoggingEvent> {
    private final Queue<String> found = new ConcurrentLinkedQueue<>();

    static Warnings attach() {
      Warnings warnings = new Warnings();
      LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
      warnings.setContext(logging);
      warnings.start();
      logging.getLogger(LoopWatch.class).addAppender(warnings);
      logging.getLogger(BlockedThreadChecker.LOGGER_NAME).addAppender(warnings);
      return warnings;
    }

    @Override
    protected void append(ILoggingEvent event) {
      String trace =
          event.getThrowableProxy() == null
              ? ""
              : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
      boolean excused =
          EXCUSED.stream().anyMatch(trace::contains)
              || trace.contains(IDLE)
              || !trace.contains(LOOP);
      if (!excused) {
        found.add(event.getFormattedMessage() + trace);
      }
    }

    List<String> take() {
      List<String> taken = new ArrayList<>();
      for (String next = found.poll(); next != null; next = found.poll()) {
        taken.add(next);
      }
      return taken;
    }
  }
}
