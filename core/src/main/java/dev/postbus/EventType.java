package dev.postbus;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the event that a {@link BaseEvent} record is the payload of, for example {@code
 * "order.created"}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

  /** Returns the event name: dot-separated segments of letters, digits, {@code _} and {@code -}. */
  String value();
}
