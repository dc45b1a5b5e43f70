/** The adapter on Redis keeps the contract. */
@NullMarked
package dev.postbus.redisson.contract;

import org.jspecify.annotations.NullMarked;
