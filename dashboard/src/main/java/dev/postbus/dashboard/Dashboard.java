package dev.postbus.dashboard;

import dev.postbus.EventBus;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A web page about a bus: shows all groups of its namespace and lets people act on them. Serves
 * from {@link Builder#start()} until {@link #close()}; the bus stays the caller's. Thread-safe.
 */
public final class Dashboard implements AutoCloseable {

  private final URI uri;
  private final int port;
  private final Runnable stop;
  private final CountDownLatch closed = new CountDownLatch(1);

  Dashboard(URI uri, int port, Runnable stop) {
    this.uri = uri;
    this.port = port;
    this.stop = stop;
  }

  /** Returns a builder for a dashboard of the bus, which need not be started. */
  public static Builder builder(EventBus bus) {
    return new Builder(bus);
  }

  /** Returns where it is reached from this machine, or its public address when it has one. */
  public URI uri() {
    return uri;
  }

  /** Returns the port it listens on. */
  public int port() {
    return port;
  }

  /** Waits until it is closed. */
  public void join() throws InterruptedException {
    closed.await();
  }

  /** Ends live views and background actions and frees the port. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed.getCount() > 0) {
      try {
        stop.run();
      } finally {
        closed.countDown();
      }
    }
  }

  /** Collects what a dashboard is to be like. Not thread-safe. */
  public static final class Builder {

    private static final int DEFAULT_PORT = 8420;
    private static final int MIN_TOKEN = 16;

    private final EventBus bus;
    private final Set<String> allowedHosts = new HashSet<>();
    private String bind = "127.0.0.1";
    private int port = DEFAULT_PORT;
    private @Nullable String token;
    private @Nullable URI publicUrl;
    private boolean readOnly;
    private @Nullable Redactor redactor;
    private @Nullable Function<DashboardRequest, String> who;
    private String title = "";

    private Builder(EventBus bus) {
      this.bus = Objects.requireNonNull(bus, "bus is null; give the bus to show");
    }

    /** Sets the port; 8420 by default, 0 takes a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * Sets the address to listen on; {@code "127.0.0.1"} by default, which is reached from this
     * machine alone. Any other needs a {@link #token}.
     */
    public Builder bind(String address) {
      this.bind = address;
      return this;
    }

    /**
     * Demands this token at login, at least 16 characters. Without one, everybody on this machine
     * may look and act.
     */
    public Builder token(String token) {
      this.token = token;
      return this;
    }

    /**
     * Sets the address by which browsers come in through a proxy, for example {@code
     * "https://bus.example.com/"}: its host is answered to, and with https cookies are for https
     * only. Needs a {@link #token}.
     */
    public Builder publicUrl(URI url) {
      this.publicUrl = url;
      return this;
    }

    /**
     * Answers also to requests for this host name; without it only to the names of the address it
     * listens on and of {@link #publicUrl}.
     */
    public Builder allowedHost(String host) {
      allowedHosts.add(host);
      return this;
    }

    /** Refuses everything that changes something; false by default. */
    public Builder readOnly(boolean readOnly) {
      this.readOnly = readOnly;
      return this;
    }

    /** Removes from payloads what people must not see; by default they see all. */
    public Builder redactor(Redactor redactor) {
      this.redactor = redactor;
      return this;
    }

    /**
     * Tells who acts, for the audit list; by default the name given at login, and the address. Ask
     * for the header of an authenticating proxy here.
     */
    public Builder who(Function<DashboardRequest, String> who) {
      this.who = who;
      return this;
    }

    /** Sets what the page calls this bus, for example {@code "shop, production"}. */
    public Builder title(String title) {
      this.title = title;
      return this;
    }

    /**
     * Starts serving.
     *
     * @throws IllegalArgumentException when the settings are not safe or make no sense, with all
     *     reasons
     * @throws java.io.UncheckedIOException when the port is taken
     */
    public Dashboard start() {
      List<String> problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            "the dashboard cannot start: " + String.join("; ", problems));
      }
      return DashboardStart.start(
          bus,
          new DashboardSettings(
              bind, port, token, publicUrl, allowedHosts, readOnly, redactor, who, title));
    }

    private List<String> problems() {
      List<String> problems = new ArrayList<>();
      if (port < 0 || port > 65_535) {
        problems.add("port is %d; it must be 0 to 65535".formatted(port));
      }
      if (token == null && !Hosts.isLoopback(bind)) {
        problems.add(
            "bind is \"%s\", which others can reach, and there is no token; set one or bind to 127.0.0.1"
                .formatted(bind));
      }
      if (token == null && publicUrl != null) {
        problems.add("publicUrl is %s and there is no token; set one".formatted(publicUrl));
      }
      if (token != null && token.length() < MIN_TOKEN) {
        problems.add(
            "the token has %d characters; take at least %d random ones"
                .formatted(token.length(), MIN_TOKEN));
      }
      if (publicUrl != null
          && (publicUrl.getHost() == null
              || !("https".equals(publicUrl.getScheme())
                  || "http".equals(publicUrl.getScheme())))) {
        problems.add(
            "publicUrl is \"%s\"; it must be like https://bus.example.com/".formatted(publicUrl));
      }
      return problems;
    }
  }
}
