package dev.postbus.dashboard;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which names the dashboard may be spoken to. A page elsewhere can point a name of its own at
 * 127.0.0.1 and then read our answers as its own; the Host header gives it away. Immutable.
 */
final class Hosts {

  private static final Pattern NUMBER =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*");

  private final Set<String> allowed = new HashSet<>();
  private final @Nullable String publicOrigin;
  private final boolean numbersToo;

  Hosts(DashboardSettings settings) {
    settings.allowedHosts().forEach(host -> allowed.add(host.toLowerCase(Locale.ROOT)));
    allowed.add(bare(settings.bind()));
    // Who is spoken to by number was not found by a name: no name can have been turned.
    numbersToo = !isLoopback(settings.bind());
    if (!numbersToo) {
      allowed.addAll(Set.of("localhost", "127.0.0.1", "::1"));
    }
    URI url = settings.publicUrl();
    publicOrigin = url == null ? null : origin(url);
    if (url != null) {
      allowed.add(bare(url.getHost()));
    }
  }

  /** Tells whether an address to bind to is reached from this machine alone. */
  static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bare(bind)).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  /** Tells whether a Host header names us. */
  boolean admits(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = hostOf(host);
    return allowed.contains(name) || (numbersToo && NUMBER.matcher(name).matches());
  }

  /** Tells whether an Origin header is that of our own page, spoken to by this Host header. */
  boolean isOwn(String origin, String host) {
    if (origin.equals(publicOrigin)) {
      return true;
    }
    int authority = origin.indexOf("://");
    return authority > 0 && origin.substring(authority + 3).equalsIgnoreCase(host) && admits(host);
  }

  private static String hostOf(String header) {
    String host = header.strip();
    int colon = host.lastIndexOf(':');
    if (colon >= 0 && host.indexOf(']', colon) < 0) {
      host = host.substring(0, colon);
    }
    return bare(host);
  }

  private static String bare(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return bare.toLowerCase(Locale.ROOT);
  }

  private static String origin(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost().toLowerCase(Locale.ROOT) + port;
  }
}
