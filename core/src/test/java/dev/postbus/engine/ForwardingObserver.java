package dev.postbus.engine;

import dev.postbus.EventBusInterceptor.AroundHandle;
import org.jspecify.annotations.Nullable;

/** Passes everything on; tests override what they want to see. */
class ForwardingObserver implements HandlerRun.Observer {

  private final HandlerRun.Observer to;

  ForwardingObserver(HandlerRun.Observer to) {
    this.to = to;
  }

  @Override
  public void started(HandlerRun run) {
    to.started(run);
  }

  @Override
  public AroundHandle around(HandlerRun run) {
    return to.around(run);
  }

  @Override
  public void ended(HandlerRun run, @Nullable Throwable failure) {
    to.ended(run, failure);
  }

  @Override
  public void undecodable(HandlerRun run, String reason) {
    to.undecodable(run, reason);
  }

  @Override
  public void notStarted(HandlerRun run) {
    to.notStarted(run);
  }

  @Override
  public void untold(HandlerRun run) {
    to.untold(run);
  }
}
