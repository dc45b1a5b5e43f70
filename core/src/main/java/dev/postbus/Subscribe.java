package dev.postbus;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a handler. It takes the payload, optionally an {@link EventContext} after it, and
 * returns {@code void} or a {@link java.util.concurrent.CompletionStage}. The payload is a record
 * or any type that Jackson reads.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Subscribe {

  /**
   * Returns the event names or patterns; empty means the {@link EventType} of the payload
   * parameter.
   */
  String[] value() default {};

  /**
   * Returns the stable id of the handler within its group; empty means {@code
   * SimpleClassName.method(PayloadSimpleName)} of the declaring class. Set it to be free to rename.
   */
  String id() default "";

  /** Returns the number of attempts, counting the first; 0 means the queue's default. */
  int attempts() default 0;

  /**
   * Returns the backoff: {@code "exponential:1s"}, {@code "fixed:5s"} or {@code "none"}; empty
   * means the bus's.
   */
  String backoff() default "";

  /** Returns how long one attempt may run, for example {@code "30s"}; empty means without limit. */
  String timeout() default "";
}
