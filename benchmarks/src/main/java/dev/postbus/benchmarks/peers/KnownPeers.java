package dev.postbus.benchmarks.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The peers there are, and what their servers are started with. */
final class KnownPeers {

  static final String DELAYED_QUEUE = "RDelayedQueue";
  static final String RABBITMQ = "RabbitMQ";
  static final String NATS = "NATS JetStream";

  private static final String LOOPBACK = "127.0.0.1";

  private KnownPeers() {}

  static List<Peer> all() {
    return List.of(new BullMq(), blockingQueue(), delayedQueue(), rabbitMq(), nats());
  }

  static Peer blockingQueue() {
    return new JavaPeer("RBlockingQueue", Carriers.BLOCKING_QUEUE, new Server.Redis());
  }

  static Peer delayedQueue() {
    return new JavaPeer(DELAYED_QUEUE, Carriers.DELAYED_QUEUE, new Server.Redis());
  }

  static Peer rabbitMq() {
    return new JavaPeer(
        RABBITMQ,
        Carriers.RABBITMQ,
        new ProgramServer(
            "rabbitmq-server",
            // What Debian puts on the PATH would run it as another user, who cannot write here.
            List.of("/usr/lib/rabbitmq/bin/rabbitmq-server"),
            "apt-get install rabbitmq-server, brew install rabbitmq, or from rabbitmq.com",
            KnownPeers::prepareRabbitMq));
  }

  static Peer nats() {
    return new JavaPeer(
        NATS,
        Carriers.NATS,
        new ProgramServer(
            "nats-server",
            List.of(),
            "apt-get install nats-server, brew install nats-server, or from nats.io",
            (command, environment, port, folder) ->
                command.addAll(
                    List.of(
                        "--addr",
                        LOOPBACK,
                        "--port",
                        String.valueOf(port),
                        "--jetstream",
                        "--store_dir",
                        folder.toString()))));
  }

  /** Everything it writes goes to the folder, and it meets no other node of this machine. */
  private static void prepareRabbitMq(
      List<String> command, Map<String, String> environment, int port, Path folder)
      throws java.io.IOException {
    String epmdPort = String.valueOf(Programs.freePort());
    // Else it would leave a daemon behind; this one ends with it.
    List<String> program = List.copyOf(command);
    command.clear();
    command.addAll(List.of("sh", "-c", "epmd -port " + epmdPort + " & exec \"$0\""));
    command.addAll(program);
    environment.put("ERL_EPMD_PORT", epmdPort);
    environment.put("ERL_EPMD_ADDRESS", LOOPBACK);
    environment.put("HOME", folder.toString());
    environment.put("RABBITMQ_NODENAME", "bench@localhost");
    environment.put("RABBITMQ_NODE_IP_ADDRESS", LOOPBACK);
    environment.put("RABBITMQ_NODE_PORT", String.valueOf(port));
    environment.put("RABBITMQ_DIST_PORT", String.valueOf(Programs.freePort()));
    environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
    environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
    environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("none").toString());
    Path plugins = folder.resolve("plugins");
    Files.writeString(plugins, "[].");
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString());
  }
}
