package dev.postbus.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, as small as it goes: one port, few threads, nothing said about itself. */
final class HttpServer {

  /** Two wait for connections, eight at most for the store, the rest answers from memory. */
  private static final int THREADS = 16;

  private static final long IDLE_MILLIS = 60_000;
  private static final int MAX_CONNECTIONS_WAITING = 64;

  /** Far more than live views; whoever opens more than that must not use up the process's files. */
  private static final int MAX_CONNECTIONS = 512;

  private static final int MAX_HEADER = 16 << 10;

  private final Server server;
  private final ServerConnector connector;

  HttpServer(String bind, int port) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("postbus-dashboard");
    threads.setDaemon(true);
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER);
    // Names in paths may hold any character; we take paths apart before we decode them.
    http.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "postbus",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(bind);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(MAX_CONNECTIONS_WAITING);
    server.addConnector(connector);
    server.setErrorHandler(errors());
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
  }

  /** For what never gets as far as our handler, such as a request that cannot be read. */
  private static ErrorHandler errors() {
    ErrorHandler errors = new ErrorHandler();
    errors.setDefaultResponseMimeType("application/json");
    errors.setShowOrigin(false);
    errors.setShowCauses(false);
    errors.setShowStacks(false);
    return errors;
  }

  /** Takes the port; requests wait until {@link #serve}. */
  void open() {
    try {
      connector.open();
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "the dashboard cannot listen on %s port %d (%s); choose another port"
              .formatted(connector.getHost(), connector.getPort(), failure.getMessage()),
          failure);
    }
  }

  int port() {
    return connector.getLocalPort();
  }

  /** Returns the threads for what came in. */
  Executor threads() {
    return server.getThreadPool();
  }

  void serve(Handler handler) {
    server.setHandler(handler);
    try {
      server.start();
    } catch (Exception failure) {
      stop();
      throw new IllegalStateException("the dashboard's server did not start", failure);
    }
  }

  void stop() {
    try {
      server.stop();
      connector.close();
    } catch (Exception failure) {
      throw new IllegalStateException("the dashboard's server did not stop", failure);
    }
  }
}
