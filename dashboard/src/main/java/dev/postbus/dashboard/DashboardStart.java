package dev.postbus.dashboard;

import dev.postbus.EventBus;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of a dashboard together and runs their duties. */
final class DashboardStart {

  /** How often the sampler has its turn: what it reads while somebody looks is as old at most. */
  private static final Duration SAMPLE = Duration.ofSeconds(2);

  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final Logger LOG = LoggerFactory.getLogger(DashboardStart.class);

  private final EventBus bus;
  private final DashboardSettings settings;
  private final Clock clock = Clock.systemUTC();
  private final Threads threads = new Threads();
  private final Sessions sessions = new Sessions(clock, new SecureRandom());

  /** Pages that are open: they get overviews and the progress of mass actions. */
  private final Streams pages = new Streams(sessions);

  /** Views of what is handled right now. */
  private final Streams watches = new Streams(sessions);

  private final Sampler sampler;
  private final Audit audit;
  private final Jobs jobs;
  private final EventItems items;
  private final EventSearch search;

  private DashboardStart(EventBus bus, DashboardSettings settings) {
    this.bus = bus;
    this.settings = settings;
    Redaction redaction = new Redaction(settings.redactor());
    items = new EventItems(redaction);
    search = new EventSearch(bus::admin, redaction);
    sampler =
        new Sampler(
            bus,
            clock,
            () -> !pages.isEmpty(),
            overview -> pages.send(EventStream.event("overview", overview)));
    audit = new Audit(bus::admin, settings.who());
    jobs =
        new Jobs(
            bus::admin,
            search,
            audit,
            clock,
            threads::runJob,
            job -> pages.send(EventStream.event("job", job.progress())));
  }

  static Dashboard start(EventBus bus, DashboardSettings settings) {
    return new DashboardStart(bus, settings).start();
  }

  private Dashboard start() {
    HttpServer server = new HttpServer(settings.bind(), settings.port());
    server.open();
    Hosts hosts = new Hosts(settings);
    Cookies cookies = new Cookies(server.port(), settings.secure());
    Admission admission = new Admission(hosts, sessions, cookies, settings.readOnly());
    ApiHandler api = new ApiHandler(routes(cookies), admission, server.threads());
    server.serve(new FrontDoor(hosts, new StaticFiles(), api));

    threads.repeat(SAMPLE, sampler::runOnce);
    threads.repeat(BEAT, pages::beat);
    threads.repeat(BEAT, watches::beat);
    Dashboard dashboard = new Dashboard(uri(server.port()), server.port(), () -> stop(server));
    tell(dashboard);
    return dashboard;
  }

  private void stop(HttpServer server) {
    jobs.stopAll();
    threads.end();
    pages.endAll();
    watches.endAll();
    server.stop();
  }

  private List<Route> routes(Cookies cookies) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new LoginApi(settings, sessions, cookies, List.of(pages, watches), new LoginThrottle(clock))
            .routes());
    routes.addAll(new OverviewApi(sampler, pages, clock).routes());
    routes.addAll(new FleetApi(sampler).routes());
    routes.addAll(new ListsApi(bus::admin, search, items).routes());
    routes.addAll(new TailApi(new Tails(bus::admin), watches, items).routes());
    routes.addAll(new ActionsApi(bus::admin, audit).routes());
    routes.addAll(new JobsApi(jobs, audit).routes());
    routes.addAll(new EmitApi(bus, audit).routes());
    routes.addAll(new AuditApi(bus::admin).routes());
    return routes;
  }

  private void tell(Dashboard dashboard) {
    LOG.info("The dashboard is at {}{}", dashboard.uri(), settings.readOnly() ? ", read-only" : "");
    if (!Hosts.isLoopback(settings.bind()) && !settings.secure()) {
      LOG.warn(
          "The dashboard listens on {} without TLS: token and payloads can be read on the way. Put"
              + " a proxy with TLS before it and set publicUrl",
          settings.bind());
    }
  }

  private URI uri(int port) {
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
