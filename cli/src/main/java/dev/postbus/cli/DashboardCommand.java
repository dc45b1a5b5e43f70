package dev.postbus.cli;

import dev.postbus.dashboard.Dashboard;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The web page. */
@Command(
    name = "dashboard",
    header = "Serve the dashboard in the browser.",
    description =
        "Until Ctrl-C, on this machine alone. Any other address needs a token, which comes from"
            + " POSTBUS_DASHBOARD_TOKEN or is asked for.",
    footer = {
      "  postbus dashboard",
      "  postbus dashboard --port 9000 --read-only --title 'shop, production'",
      "  postbus dashboard --bind 0.0.0.0 --token --public-url https://bus.example.com/"
    })
final class DashboardCommand extends BusCommand {

  private static final String TOKEN = "POSTBUS_DASHBOARD_TOKEN";

  @Option(
      names = "--listen",
      paramLabel = "PORT",
      description = "The port of the page; 8420 by default, 0 takes a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The address to listen on; 127.0.0.1 by default.")
  private @Nullable String bind;

  @Option(names = "--token", description = "Ask for the token that people must give at login.")
  private boolean askToken;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "The address by which browsers come in through a proxy.")
  private @Nullable URI publicUrl;

  @Option(
      names = "--allowed-host",
      paramLabel = "HOST",
      description = "Another host name to answer to; may be given several times.")
  private List<String> allowedHosts = List.of();

  @Option(names = "--read-only", description = "Show everything, change nothing.")
  private boolean readOnly;

  @Option(names = "--title", paramLabel = "TEXT", description = "What the page calls this bus.")
  private @Nullable String title;

  @Override
  int run(Connected bus, Printer printer) throws InterruptedException {
    Dashboard.Builder builder = Dashboard.builder(bus.bus()).readOnly(readOnly);
    builder.title(title == null ? bus.namespace() + " at " + bus.where() : title);
    Optional.ofNullable(port).ifPresent(builder::port);
    Optional.ofNullable(bind).ifPresent(builder::bind);
    Optional.ofNullable(publicUrl).ifPresent(builder::publicUrl);
    Optional<String> token = token(printer.terminal());
    token.ifPresent(builder::token);
    allowedHosts.forEach(builder::allowedHost);
    Dashboard dashboard;
    try {
      dashboard = builder.start();
    } catch (IllegalArgumentException unsafe) {
      boolean wantsToken = token.isEmpty() && (bind != null || publicUrl != null);
      throw CliException.usage(
          unsafe.getMessage()
              + (wantsToken ? "; --token asks for a token, or put it into " + TOKEN : ""));
    }
    try (dashboard) {
      if (printer.json()) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("uri", dashboard.uri());
        json.put("port", dashboard.port());
        json.put("readOnly", readOnly);
        printer.json(json);
      } else {
        printer.line(
            "The dashboard of %s is at %s%s; Ctrl-C ends it."
                .formatted(bus.namespace(), dashboard.uri(), readOnly ? ", read-only" : ""));
      }
      Thread hook = new Thread(dashboard::close, "postbus-cli-shutdown");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        dashboard.join();
      } finally {
        forget(hook);
      }
      return Postbus.ok();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      return; // the hook itself closed it
    }
  }

  private Optional<String> token(Terminal terminal) {
    return askToken
        ? Optional.of(terminal.secret("Token of the dashboard"))
        : terminal.variable(TOKEN);
  }
}
