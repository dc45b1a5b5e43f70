package dev.postbus.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where handlers and callbacks run: virtual threads on a JDK whose monitors do not pin them (24 and
 * later, JEP 491), platform threads below. How many run at once is decided by permits, not here.
 */
final class BackgroundThreads {

  private static final Logger log = LoggerFactory.getLogger(BackgroundThreads.class);
  private static final int FIRST_WITHOUT_PINNING = 24;

  private BackgroundThreads() {}

  /** Makes an executor for handlers. */
  static ExecutorService handlers(String name) {
    if (Runtime.version().feature() >= FIRST_WITHOUT_PINNING) {
      try {
        return virtual(name);
      } catch (Throwable unavailable) { // reached by reflection, so any failure means: not there
        log.debug("Virtual threads are not to be had; platform threads serve", unavailable);
      }
    }
    return platform(name);
  }

  /** Makes an executor of daemon threads that go away when idle. */
  static ExecutorService platform(String name) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
  }

  private static ExecutorService virtual(String name) throws Throwable {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    Class<?> builderType = Class.forName("java.lang.Thread$Builder");
    Class<?> virtualType = Class.forName("java.lang.Thread$Builder$OfVirtual");
    Object builder =
        lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtualType)).invoke();
    MethodHandle named =
        lookup.findVirtual(
            builderType, "name", MethodType.methodType(builderType, String.class, long.class));
    builder = named.invoke(builder, name + "-", 1L);
    Object factory =
        lookup
            .findVirtual(builderType, "factory", MethodType.methodType(ThreadFactory.class))
            .invoke(builder);
    return (ExecutorService)
        lookup
            .findStatic(
                java.util.concurrent.Executors.class,
                "newThreadPerTaskExecutor",
                MethodType.methodType(ExecutorService.class, ThreadFactory.class))
            .invoke((ThreadFactory) factory);
  }
}
