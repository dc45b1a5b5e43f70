/**
 * The program behind {@code ./chaos}: breaks processes, connections and Redis under load and
 * proves\n * from logs what became of every event. Start at {@link dev.postbus.chaos.Chaos}.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.chaos;
