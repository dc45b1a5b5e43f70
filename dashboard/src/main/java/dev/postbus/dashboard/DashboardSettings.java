package dev.postbus.dashboard;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a builder was told, checked. */
record DashboardSettings(
    String bind,
    int port,
    @Nullable String token,
    @Nullable URI publicUrl,
    Set<String> allowedHosts,
    boolean readOnly,
    @Nullable Redactor redactor,
    @Nullable Function<DashboardRequest, String> who,
    String title) {

  DashboardSettings {
    allowedHosts = Set.copyOf(allowedHosts);
  }

  boolean loginRequired() {
    return token != null;
  }

  /** Cookies are for HTTPS only when people come in by HTTPS. */
  boolean secure() {
    return publicUrl != null && "https".equals(publicUrl.getScheme());
  }

  Optional<URI> publicAddress() {
    return Optional.ofNullable(publicUrl);
  }

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "DashboardSettings[bind=%s, port=%d, loginRequired=%b, publicUrl=%s, readOnly=%b]"
        .formatted(bind, port, loginRequired(), publicUrl, readOnly);
  }
}
