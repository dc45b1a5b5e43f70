package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.testkit.contract.Inbox;
import dev.postbus.testkit.contract.Ping;
import dev.postbus.testkit.redis.PrivateRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates made for the occasion, a real handshake, a real Redis behind it. */
class TlsTest {

  private static final String PASSWORD = "sesame-store";

  @TempDir private static Path folder;
  private static PrivateRedis redis;

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    redis = PrivateRedis.start();
    certificate("good", "dns:localhost,ip:127.0.0.1");
    certificate("elsewhere", "dns:redis.example.org");
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  /** Makes name.p12 with a key of its own, and name-trust.p12 for those who trust it. */
  private static void certificate(String name, String names)
      throws IOException, InterruptedException {
    keytool(
        name + ".p12",
        List.of(
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=" + names));
    keytool(name + ".p12", List.of("-exportcert", "-alias", name, "-file", name + ".crt"));
    keytool(
        name + "-trust.p12",
        List.of("-importcert", "-noprompt", "-alias", name, "-file", name + ".crt"));
  }

  private static void keytool(String store, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-keystore", store, "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static TlsFront front(String name) throws IOException, GeneralSecurityException {
    return new TlsFront(redis.endpoint(), folder.resolve(name + ".p12"), PASSWORD);
  }

  /** As docs/operations.md shows it for a certificate authority of one's own. */
  private static RedisSettings trusting(String name, int port) throws IOException {
    Path file = Files.createTempFile(folder, "redisson", ".yaml");
    Files.writeString(
        file,
        """
        sslTruststore: "%s"
        sslTruststorePassword: "%s"
        singleServerConfig:
          address: "rediss://localhost:%d"
          retryAttempts: 0
          timeout: 20000
        """
            .formatted(folder.resolve(name + "-trust.p12").toUri().toURL(), PASSWORD, port));
    return RedisSettings.builder().yamlFile(file).build();
  }

  @Test
  void busWorksOverTlsWithACertificateItTrusts() throws Exception {
    try (TlsFront front = front("good");
        EventBus bus =
            RedissonEventBus.connect(EventBusConfig.defaults(), trusting("good", front.port()))) {
      Inbox<Ping> inbox = Inbox.accepting();
      bus.subscribe(Ping.class, inbox);
      bus.start();

      bus.emit(new Ping(1));

      assertThat(inbox.awaitCall(1).payload()).isEqualTo(new Ping(1));
    }
  }

  @Test
  void certificateOfAStrangerIsRefusedAndNamedAsTheReason() throws Exception {
    try (TlsFront front = front("good")) {
      assertThatThrownBy(
              () ->
                  RedissonEventBus.connect(
                      EventBusConfig.defaults(),
                      RedisSettings.builder()
                          .host("localhost")
                          .port(front.port())
                          .tls(true)
                          .build()))
          .isInstanceOf(EventBusException.class)
          .hasMessageStartingWith("no TLS with Redis at localhost:" + front.port())
          .hasMessageContaining("its certificate is trusted here");
      assertThatThrownBy(
              () ->
                  RedissonEventBus.connect(
                      EventBusConfig.defaults(), trusting("elsewhere", front.port())))
          .isInstanceOf(EventBusException.class)
          .hasMessageContaining("certif")
          .hasMessageNotContaining(PASSWORD);
    }
  }

  @Test
  void certificateForAnotherHostIsRefused() throws Exception {
    try (TlsFront front = front("elsewhere")) {
      assertThatThrownBy(
              () ->
                  RedissonEventBus.connect(
                      EventBusConfig.defaults(), trusting("elsewhere", front.port())))
          .isInstanceOf(EventBusException.class)
          .hasMessageContaining("localhost")
          .hasMessageNotContaining(PASSWORD);
    }
  }
}
