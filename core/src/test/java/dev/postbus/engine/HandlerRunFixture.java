package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.util.ArrayList;
import java.util.List;

/** Runs of handlers, with what has gone on in a stage. */
abstract class HandlerRunFixture {

  final ManualTime time = new ManualTime();
  final TestRuns runs = new TestRuns(time);
  final List<HandlerRun> resumed = new ArrayList<>();

  boolean execute(HandlerRun run) {
    return run.execute(resumed::add);
  }

  HandlerRun payloadIs(Object payload, RegisteredHandler handler) {
    return runs.run(TestRuns.claim("d1", EventQueue.DEFAULT, "", payload), handler);
  }
}
