package dev.postbus.engine;

/**
 * A binding as the store knows it.
 *
 * @param number what stands for the handler in queue elements and delivery state; given by the
 *     store at the first bind of the id in its group, never reused
 * @param binding the binding
 */
public record BoundHandler(int number, HandlerBinding binding) {}
