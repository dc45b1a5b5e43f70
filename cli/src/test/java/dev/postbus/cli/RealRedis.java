package dev.postbus.cli;

import dev.postbus.testkit.redis.PrivateRedis;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a scene on a Redis that all of them share, one after the other. */
final class RealRedis implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Scene.class
        || parameter.getParameter().getType() == PrivateRedis.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    PrivateRedis redis =
        context
            .getRoot()
            .getStore(Namespace.create(RealRedis.class))
            .computeIfAbsent(PrivateRedis.class, type -> PrivateRedis.start(), PrivateRedis.class);
    return parameter.getParameter().getType() == PrivateRedis.class
        ? redis
        : context
            .getStore(Namespace.create(RealRedis.class, context.getUniqueId()))
            .computeIfAbsent(Scene.class, type -> new Scene(redis), Scene.class);
  }
}
