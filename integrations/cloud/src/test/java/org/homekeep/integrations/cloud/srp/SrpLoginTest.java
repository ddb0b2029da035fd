package org.homekeep.integrations.cloud.srp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.homekeep.api.Secret;
import org.junit.jupiter.api.Test;

/**
 * Known answers were made with Python's {@code pow}, {@code hashlib} and {@code hmac}, on the side
 * of the server: {@code S = (A * v^u)^b mod N}.
 */
class SrpLoginTest {
  private static final String POOL = "87ll5WOP8";
  private static final String USER = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
  private static final String BLOCK = "AAFibG9ja/8=";
  private static final String TIMESTAMP = "Tue Apr 7 03:10:47 UTC 2026";
  private static final Secret PASSWORD = Secret.of("correct horse \u00fc");

  private static final String SECRET =
      "560d7e456bf26693ff108e431c11bae29f8a6a65116ff22d5c9d9223d0a7fb4a4b6fe7ab0276"
          + "27b064db56c7107fef6c2085a271a1d9cde33cc131437f49da37560d7e456bf26693ff108e43"
          + "1c11bae29f8a6a65116ff22d5c9d9223d0a7fb4a4b6fe7ab027627b064db56c7107fef6c2085"
          + "a271a1d9cde33cc131437f49da37";
  private static final String SALT = "2bc990059473448e6ebd442aa16bfaa0";
  private static final String OPENING =
      "fbd5ee8722b494c2eeba403385a72089ee81044f6b35724b119f73578db798d9ad044f2992bb"
          + "569481907ab4bea3bbc95194b2f85d23a1a6b1aed785a40e85c092e9ccac9cb789ed66fb4343"
          + "3b87ce32b850fd74f7a9de3dad7108e86e2441ff9a9d525e5071219504497bb62bb54e2e9218"
          + "9f5198328a48cc03266c518595661047ccd30c2c8398545a20024fc19701d74f08d1b395267a"
          + "a8ba929b2ea79ec951afc264e6eb246442d1dc0882a891f1e5e46389ebe270bf1af7f790bf04"
          + "5eafad8166f202f295a3648e0ed16204b3c5f472b7163c7a4280317cb6c76fcae37cd03124fd"
          + "38eea899139392d0b4210f2fbcdf376c29c12b5157cf90771fbf74e6c78ef9b4410fa65b51d3"
          + "7daeac5db2b83d717ffef988b8c8abca3746c86199f81ffbd151103d041773f092e566901575"
          + "04275bc28b47777e7d407d7a0a84f341a00e71604db550df154cc47a4cde78333ebab265e178"
          + "9ee34a721f002706bb8455de0cddbad0620349bd9f9cb83ce65f4446e9142b69db8933bde9c7"
          + "015fcd7e";
  private static final String SERVER =
      "6e2695c1d53db27d7c4d6a418615c6ac535830808c4116e306700e5dc677557bd4fe8381e51b"
          + "a7d91ff195bb4853d9ec4fe81e1101091899b11f63a2f401e167313438a1e586648b824284e3"
          + "9471f9f6c2728410e3718685c5890a1ee36d1b3cfcf0c6e7ff6dc11f588a2c853eef657618b9"
          + "da9ae909968d1e96afc7132fb39a03e5588c5ab4d184c8baeb9e64366cb0c39442f5b7fbb770"
          + "20a1b142add6fcacf15692e5f6521e6dcc9417c9998beb6a179728fbc980ab56e3f2a6f71e37"
          + "05f8d92553f3731c755c086cb6b81afaa68cb2985eefe6728d1a18394a388883fc690c35e2f7"
          + "99f0dc2616e327fc98496bcfe366607421d8ac9ca559a46c4e6984d857711636a0ce41d5f014"
          + "eb5d8e93ef4e458170936eed5d91cd4a5aeb9ed7ae896c5d5aff1565a5a60fac7e1ec53ce596"
          + "dba3b06c7e3f1460fb93733098adf66b5c466706bc2cabe3ac8477499ab390e9cbe11cd6551c"
          + "85c77504940972914407a2f1b7d01c578854bfb922a2d121980564777f9700a50115701de8be"
          + "5e288bd4";
  private static final String SIGNATURE = "ZsGXxyt67OoVgieUYmkiz2bbnLh2u2F370GLlQLvY/Y=";

  /** Of a scrambler that begins with a byte of zeros, which is not hashed. */
  private static final String SHORT_SECRET =
      "bbe37bd73d3d0066228eaf4ccbacfd5cda7aa318359f463c7970e79fff2290ba33041f465e87"
          + "b4da631afa4ea747dc8a006239480ab324371ffa5711a10da02dbbe37bd73d3d0066228eaf4c"
          + "cbacfd5cda7aa318359f463c7970e79fff2290ba33041f465e87b4da631afa4ea747dc8a0062"
          + "39480ab324371ffa5711a10da02d";

  private static final String SHORT_SALT = "dc90cf07de907ccc64636ceddb38e552";
  private static final String SHORT_SERVER =
      "bcc7c93cb3919358a80fc498ec24e5b2102915ac87cf2b1a98967353b186d64b6c55f4814583"
          + "7fa51b6bff5d81b60c01bed74d8f56397295333c83245f15b68aa77a2d6fd716f09088b45946"
          + "11d649d7942f5ea55eae10a4e5d8caeae56886a6e70d3a963a5e7ff0e5e651b2be005b12ef4b"
          + "a0979a89a88b49c6e6d3769e6e48a45d35945f4ac14d466dec0adf3631909bf461795b827c78"
          + "b2d3d1a9532008470a38208f907804bc7ab1cc5d8938ebb8fb6c23bed8642f374817391bc294"
          + "b6d2141998d545416e2db3011f85fa7bf27910b20579cae00dad0e48bbedf7ae0f780b24cfbc"
          + "6f27fca9516475f0a43e57c872504e648fb577b762ecae70b5f95930ad8ed5a7bbefd2f30938"
          + "a6bb2040679b589980e90be64b2f190a6f1a9587c5e49d3619eb4db7eb1eeb08109eb1ee9ca1"
          + "3a662ead20de5b3b2aa49b2913ec3adf7f4d908c4febed172d411184dad138d8a21e8014f9f5"
          + "2acdc2c3bac101742f2689ba3b9fcab990f34575bbf4fb830b1b3f42170644c93d3d44123c87"
          + "3fb323a";
  private static final String SHORT_SIGNATURE = "aFEQNWneHjMv9gPdGJQkJ2179u2i3U85iwGHVcJecIk=";

  private static SrpLogin login(String secret) {
    return SrpLogin.of(new BigInteger(secret, 16));
  }

  private static SrpChallenge challenge(String server, String salt) throws SrpException {
    return SrpChallenge.read(POOL, USER, server, salt, BLOCK);
  }

  @Test
  void a_login_opens_with_the_power_of_its_secret() {
    assertThat(login(SECRET).opening()).isEqualTo(OPENING);
  }

  @Test
  void the_signature_is_the_one_that_the_service_computes() throws Exception { // §G 18
    assertThat(login(SECRET).sign(challenge(SERVER, SALT), PASSWORD, TIMESTAMP))
        .isEqualTo(SIGNATURE);
  }

  @Test
  void a_number_that_begins_with_zeros_is_written_without_them() throws Exception {
    assertThat(login(SHORT_SECRET).sign(challenge(SHORT_SERVER, SHORT_SALT), PASSWORD, TIMESTAMP))
        .isEqualTo(SHORT_SIGNATURE);
  }

  @Test
  void capitals_in_a_number_mean_nothing() throws Exception {
    SrpChallenge capitals =
        challenge(
            SERVER.toUpperCase(java.util.Locale.ROOT), SALT.toUpperCase(java.util.Locale.ROOT));

    assertThat(login(SECRET).sign(capitals, PASSWORD, TIMESTAMP)).isEqualTo(SIGNATURE);
  }

  @Test
  void another_password_signs_otherwise() throws Exception {
    assertThat(login(SECRET).sign(challenge(SERVER, SALT), Secret.of("wrong"), TIMESTAMP))
        .isNotEqualTo(SIGNATURE);
  }

  @Test
  void two_logins_never_open_alike() {
    SecureRandom random = new SecureRandom();

    assertThat(SrpLogin.begin(random).opening()).isNotEqualTo(SrpLogin.begin(random).opening());
  }

  @Test
  void a_challenge_that_every_password_answers_is_not_answered() throws Exception {
    for (BigInteger number : new BigInteger[] {BigInteger.ZERO, SrpGroup.N}) {
      SrpChallenge challenge = challenge(number.toString(16), SALT);

      assertThatThrownBy(() -> login(SECRET).sign(challenge, PASSWORD, TIMESTAMP))
          .isInstanceOf(SrpException.class);
    }
  }

  @Test
  void what_is_no_number_is_no_challenge() {
    for (String text : new String[] {"", "-1", "0x10", "g", "a".repeat(2049)}) {
      assertThatThrownBy(() -> challenge(text, SALT)).isInstanceOf(SrpException.class);
      assertThatThrownBy(() -> challenge(SERVER, text)).isInstanceOf(SrpException.class);
    }
  }

  @Test
  void a_block_that_is_no_base_64_is_no_challenge() {
    assertThatThrownBy(() -> SrpChallenge.read(POOL, USER, SERVER, SALT, "%%%"))
        .isInstanceOf(SrpException.class);
  }
}
