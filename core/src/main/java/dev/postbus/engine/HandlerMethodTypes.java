package dev.postbus.engine;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the type variables of a class and of everything above it stand for: a handler inherited from
 * {@code Base<T>} takes what {@code Sub extends Base<Order>} says.
 */
final class HandlerMethodTypes {

  private final Map<TypeVariable<?>, Type> meanings = new HashMap<>();
  private final Set<Type> learned = new HashSet<>();

  /** Learns from the type, which may carry type arguments of its own. */
  HandlerMethodTypes(Type type) {
    learn(type);
  }

  private void learn(@Nullable Type type) {
    if (type == null || !learned.add(type)) {
      return;
    }
    Class<?> raw = raw(type);
    if (type instanceof ParameterizedType parameterized) {
      TypeVariable<?>[] variables = raw.getTypeParameters();
      Type[] arguments = parameterized.getActualTypeArguments();
      for (int i = 0; i < variables.length; i++) {
        meanings.put(variables[i], resolve(arguments[i]));
      }
      learn(parameterized.getOwnerType());
    }
    learn(raw.getGenericSuperclass());
    for (Type above : raw.getGenericInterfaces()) {
      learn(above);
    }
  }

  /** Returns the type with every known variable replaced; unknown ones stay. */
  Type resolve(Type type) {
    if (type instanceof TypeVariable<?> variable) {
      return meanings.getOrDefault(variable, variable);
    }
    if (type instanceof GenericArrayType array) {
      Type component = resolve(array.getGenericComponentType());
      return component instanceof Class<?> known
          ? known.arrayType()
          : component.equals(array.getGenericComponentType()) ? array : new ArrayOf(component);
    }
    if (type instanceof ParameterizedType parameterized) {
      Type[] before = parameterized.getActualTypeArguments();
      Type[] after = Arrays.stream(before).map(this::argument).toArray(Type[]::new);
      return Arrays.equals(before, after) ? type : new Parameterized(parameterized, after);
    }
    return type;
  }

  /** A wildcard over a variable becomes its bound: what is read there has that type. */
  private Type argument(Type argument) {
    if (argument instanceof WildcardType wildcard) {
      Type bound = resolve(wildcard.getUpperBounds()[0]);
      return bound.equals(wildcard.getUpperBounds()[0]) ? wildcard : bound;
    }
    return resolve(argument);
  }

  /** Returns whether a variable without a known meaning is left anywhere in the type. */
  static boolean isOpen(Type type) {
    if (type instanceof GenericArrayType array) {
      return isOpen(array.getGenericComponentType());
    }
    if (type instanceof ParameterizedType parameterized) {
      return Arrays.stream(parameterized.getActualTypeArguments())
          .anyMatch(HandlerMethodTypes::isOpen);
    }
    if (type instanceof WildcardType wildcard) {
      return Stream.of(wildcard.getUpperBounds(), wildcard.getLowerBounds())
          .flatMap(Arrays::stream)
          .anyMatch(HandlerMethodTypes::isOpen);
    }
    return type instanceof TypeVariable<?>;
  }

  /** Returns the class of the type; of a variable that of its first bound. */
  static Class<?> raw(Type type) {
    if (type instanceof Class<?> known) {
      return known;
    }
    if (type instanceof ParameterizedType parameterized) {
      return raw(parameterized.getRawType());
    }
    if (type instanceof GenericArrayType array) {
      return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
    }
    if (type instanceof TypeVariable<?> variable) {
      return raw(variable.getBounds()[0]);
    }
    return raw(((WildcardType) type).getUpperBounds()[0]);
  }

  private record ArrayOf(Type component) implements GenericArrayType {

    @Override
    public Type getGenericComponentType() {
      return component;
    }

    @Override
    public String toString() {
      return component.getTypeName() + "[]";
    }
  }

  private record Parameterized(ParameterizedType from, Type[] arguments)
      implements ParameterizedType {

    @Override
    public Type[] getActualTypeArguments() {
      return arguments.clone();
    }

    @Override
    public Type getRawType() {
      return from.getRawType();
    }

    @Override
    public @Nullable Type getOwnerType() {
      return from.getOwnerType();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ParameterizedType that
          && getRawType().equals(that.getRawType())
          && Arrays.equals(arguments, that.getActualTypeArguments());
    }

    @Override
    public int hashCode() {
      return getRawType().hashCode() ^ Arrays.hashCode(arguments);
    }

    @Override
    public String toString() {
      return getRawType().getTypeName()
          + Arrays.stream(arguments)
              .map(Type::getTypeName)
              .collect(Collectors.joining(", ", "<", ">"));
    }
  }
}
