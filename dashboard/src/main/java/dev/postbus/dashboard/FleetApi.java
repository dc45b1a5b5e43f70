package dev.postbus.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Instances and topology: from memory, as the sampler read them last. */
final class FleetApi {

  private final Sampler sampler;

  FleetApi(Sampler sampler) {
    this.sampler = sampler;
  }

  List<Route> routes() {
    return List.of(Route.get("instances", this::instances), Route.get("topology", this::topology));
  }

  private record Instances(Instant at, List<Fleet.Instance> instances) {}

  private Answer instances(Call call) {
    Fleet fleet = known();
    return Answer.ok(new Instances(Objects.requireNonNull(fleet.at()), fleet.instances()));
  }

  private Answer topology(Call call) {
    return Answer.ok(Topology.of(sampler.overview(), known()));
  }

  private Fleet known() {
    Fleet fleet = sampler.fleet();
    if (fleet.at() == null) {
      String why = sampler.overview().error();
      throw ApiError.of(503, "store", why == null ? "the store has not been read yet" : why);
    }
    return fleet;
  }
}
