/**
 * The processes under fire: producers and consumers. Start at {@link\n *
 * dev.postbus.chaos.worker.ConsumerProcess}.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.chaos.worker;
