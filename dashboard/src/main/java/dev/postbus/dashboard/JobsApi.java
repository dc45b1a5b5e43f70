package dev.postbus.dashboard;

import dev.postbus.EventPattern;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Actions on all that match: begin, watch, stop. */
final class JobsApi {

  private final Jobs jobs;
  private final Audit audit;

  JobsApi(Jobs jobs, Audit audit) {
    this.jobs = jobs;
    this.audit = audit;
  }

  List<Route> routes() {
    return List.of(
        Route.get("jobs", this::all),
        Route.change("jobs", this::start),
        Route.change("jobs/*/cancel", this::stop));
  }

  private record All(List<Job.Progress> jobs) {}

  private record One(Job.Progress job) {}

  private Answer all(Call call) {
    return Answer.ok(new All(jobs.all().stream().map(Job::progress).toList()));
  }

  private Answer start(Call call) {
    JsonNode filter = call.body().path("filter");
    Optional<String> event = Json.text(filter, "event");
    event.ifPresent(EventPattern::of);
    Job job =
        jobs.start(
            Action.of(Json.requiredText(call.body(), "action")),
            Json.requiredText(call.body(), "group"),
            new EventSearch.Wanted(
                event,
                Json.text(filter, "id"),
                Json.text(filter, "handler"),
                Json.text(filter, "text")),
            audit.who(call));
    return Answer.ok(new One(job.progress()));
  }

  private Answer stop(Call call) {
    Job job =
        jobs.find(call.name(0))
            .orElseThrow(() -> ApiError.notFound("there is no such mass action any more"));
    job.stop();
    return Answer.ok(new One(job.progress()));
  }
}
