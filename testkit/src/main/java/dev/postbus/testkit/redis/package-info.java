/**
 * A real Redis for tests, wherever they run. Start with {@link
 * dev.postbus.testkit.redis.RedisServer#shared()}; a test that kills or configures its server takes
 * {@link dev.postbus.testkit.redis.PrivateRedis}.
 */
@NullMarked
package dev.postbus.testkit.redis;

import org.jspecify.annotations.NullMarked;
