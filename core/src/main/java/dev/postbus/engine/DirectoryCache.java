package dev.postbus.engine;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The newest directory this instance has seen. Thread-safe. */
final class DirectoryCache {

  private final EventStore store;
  private volatile @Nullable GroupDirectory known;

  DirectoryCache(EventStore store) {
    this.store = store;
  }

  @Nullable GroupDirectory cached() {
    return known;
  }

  /**
   * Returns the group's handler with this number as far as is known; a forgotten one has no
   * patterns.
   */
  @Nullable BoundHandler find(String group, int number) {
    GroupDirectory directory = known;
    return directory == null ? null : directory.find(group, number);
  }

  void offer(GroupDirectory directory) {
    known = directory;
  }

  CompletionStage<GroupDirectory> refresh() {
    return Stages.called(store::directory)
        .thenApply(
            directory -> {
              known = directory;
              return directory;
            });
  }
}
