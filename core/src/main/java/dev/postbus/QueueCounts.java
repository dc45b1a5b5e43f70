package dev.postbus;

/**
 * What became of the deliveries of one group's queue, counted in handler deliveries: an event for
 * three handlers counts three times. {@code emitted = ready + inFlight + delayed + dead + handled +
 * discarded + cancelled + dropped}, at every moment.
 *
 * @param emitted handed to this queue since the group exists
 * @param ready waiting to be claimed
 * @param inFlight claimed by an instance
 * @param delayed waiting for their time, first deliveries and retries
 * @param dead in the dead letters
 * @param handled ended well
 * @param discarded dead letters removed by {@link EventBusAdmin#discard}
 * @param cancelled removed before their time by {@link EventBusAdmin#cancelDelayed}
 * @param dropped dead letters that the limit pushed out
 */
public record QueueCounts(
    long emitted,
    long ready,
    long inFlight,
    long delayed,
    long dead,
    long handled,
    long discarded,
    long cancelled,
    long dropped) {}
