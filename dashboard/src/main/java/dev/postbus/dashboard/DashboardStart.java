package dev.postbus.dashboard;

import dev.postbus.EventBus;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of a dashboard together and runs their duties. */
final class DashboardStart {

  /** How often the sampler has its turn: what it reads while somebody looks is as old at most. */
  private static final Duration SAMPLE = Duration.ofSeconds(2);

  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final Logger LOG = LoggerFactory.getLogger(DashboardStart.class);

  private DashboardStart() {}

  static Dashboard start(EventBus bus, DashboardSettings settings) {
    HttpServer server = new HttpServer(settings.bind(), settings.port());
    server.open();
    Clock clock = Clock.systemUTC();
    Hosts hosts = new Hosts(settings);
    Cookies cookies = new Cookies(server.port(), settings.secure());
    Sessions sessions = new Sessions(clock, new SecureRandom());
    Streams streams = new Streams(sessions);
    Sampler sampler =
        new Sampler(
            bus,
            clock,
            () -> !streams.isEmpty(),
            overview -> streams.send(EventStream.event("overview", overview), stream -> true));

    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new LoginApi(settings, sessions, cookies, streams, new LoginThrottle(clock)).routes());
    routes.addAll(new OverviewApi(sampler, streams, clock).routes());
    Redaction redaction = new Redaction(settings.redactor());
    EventSearch search = new EventSearch(bus::admin, redaction);
    routes.addAll(new ListsApi(bus::admin, search, new EventItems(redaction)).routes());

    ApiHandler api =
        new ApiHandler(
            routes, new Admission(hosts, sessions, cookies, settings.readOnly()), server.threads());
    server.serve(new FrontDoor(hosts, new StaticFiles(), api));

    ScheduledExecutorService duties = duties(sampler, streams);
    Dashboard dashboard =
        new Dashboard(
            uri(settings, server.port()),
            server.port(),
            () -> {
              duties.shutdownNow();
              streams.endAll();
              server.stop();
            });
    LOG.info("The dashboard is at {}{}", dashboard.uri(), settings.readOnly() ? ", read-only" : "");
    if (!Hosts.isLoopback(settings.bind()) && !settings.secure()) {
      LOG.warn(
          "The dashboard listens on {} without TLS: token and payloads can be read on the way. Put"
              + " a proxy with TLS before it and set publicUrl",
          settings.bind());
    }
    return dashboard;
  }

  private static ScheduledExecutorService duties(Sampler sampler, Streams streams) {
    int[] number = new int[1];
    ScheduledExecutorService duties =
        Executors.newScheduledThreadPool(
            2,
            duty -> {
              Thread thread = new Thread(duty, "postbus-dashboard-duty-" + ++number[0]);
              thread.setDaemon(true);
              return thread;
            });
    run(duties, SAMPLE, sampler::runOnce);
    run(duties, BEAT, streams::beat);
    return duties;
  }

  private static void run(ScheduledExecutorService duties, Duration pause, Runnable duty) {
    duties.scheduleWithFixedDelay(
        () -> {
          try {
            duty.run();
          } catch (RuntimeException failure) {
            LOG.error("A duty of the dashboard failed; it goes on with the next pass", failure);
          }
        },
        0,
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static URI uri(DashboardSettings settings, int port) {
    return settings
        .publicAddress()
        .orElseGet(
            () -> {
              String bind = settings.bind();
              String host = bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
              return URI.create(
                  "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, port));
            });
  }
}
