/** The event bus on Redis through Redisson. Start with {@code RedissonEventBus}. */
@NullMarked
package dev.postbus.redisson;

import org.jspecify.annotations.NullMarked;
