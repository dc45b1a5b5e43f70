/** The bus goes on when a primary dies, with Sentinel and in a cluster. */
@NullMarked
package dev.postbus.redisson.failover;

import org.jspecify.annotations.NullMarked;
