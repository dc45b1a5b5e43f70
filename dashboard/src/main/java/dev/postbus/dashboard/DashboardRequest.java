package dev.postbus.dashboard;

import java.util.Optional;

/** What is known of the request of a person who acts, to tell who it is. */
public interface DashboardRequest {

  /** Returns a header of the request, for example one that an authenticating proxy sets. */
  Optional<String> header(String name);

  /** Returns the address the connection comes from: behind a proxy, that of the proxy. */
  String remoteAddress();

  /** Returns the name that was given at login; empty when none was. */
  Optional<String> loginName();
}
