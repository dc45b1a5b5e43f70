package dev.postbus.engine;

import dev.postbus.EventQueue;

/**
 * A delivery that this consumer holds now.
 *
 * @param deliveryId the id the store gave it, unique for ever within the group
 * @param queue the queue it came from
 * @param state what happened to it before, see {@link DeliveryState}; empty for a first delivery
 * @param element the envelope as it lay in the queue, possibly hostile
 */
public record Claim(String deliveryId, EventQueue queue, String state, byte[] element) {}
