package dev.postbus.guice;

import com.google.inject.Binding;
import com.google.inject.Injector;
import com.google.inject.Scope;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import com.google.inject.spi.BindingScopingVisitor;
import com.google.inject.spi.ConstructorBinding;
import com.google.inject.spi.DefaultBindingTargetVisitor;
import com.google.inject.spi.ExposedBinding;
import com.google.inject.spi.InstanceBinding;
import com.google.inject.spi.LinkedKeyBinding;
import com.google.inject.spi.ProviderInstanceBinding;
import com.google.inject.spi.ProviderKeyBinding;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a binding gives in the end.
 *
 * @param type the type as well as it is known: the class that Guice constructs, that of an
 *     instance, else what the binding declares
 * @param owner the binding to ask for it, the same for all bindings that lead to the same objects:
 *     the first one with a scope on the way, else the last one
 * @param target the last binding on the way
 * @param injector the injector of the target
 */
record HandlerSource(Type type, Binding<?> owner, Binding<?> target, Injector injector) {

  /** Follows the binding; empty when it can give no object with handlers, as a constant. */
  static Optional<HandlerSource> of(Binding<?> binding, Injector injector) {
    Binding<?> owner = null;
    Binding<?> at = binding;
    Injector in = injector;
    while (true) {
      if (owner == null && at.acceptScopingVisitor(IS_SCOPED)) {
        owner = at;
      }
      if (at instanceof LinkedKeyBinding<?> linked) {
        at = in.getBinding(linked.getLinkedKey());
      } else if (at instanceof ExposedBinding<?> exposed) {
        in = exposed.getPrivateElements().getInjector();
        at = in.getBinding(exposed.getKey());
      } else {
        break;
      }
    }
    Type type = at.acceptTargetVisitor(TYPE);
    return type == null
        ? Optional.empty()
        : Optional.of(new HandlerSource(type, owner == null ? at : owner, at, in));
  }

  /** Returns the class of the type. */
  Class<?> rawType() {
    return TypeLiteral.get(type).getRawType();
  }

  /** Returns whether there is one object, to be made at start, rather than one per event. */
  boolean isSingleton() {
    return Scopes.isSingleton(owner);
  }

  /** Returns the object to call. */
  Object get() {
    return owner.getProvider().get();
  }

  /** Returns the registration that this binding is, if it is one. */
  Optional<SubscriberRegistration<?>> registration() {
    return target instanceof InstanceBinding<?> instance
            && instance.getInstance() instanceof SubscriberRegistration<?> registration
        ? Optional.of(registration)
        : Optional.empty();
  }

  private static final BindingScopingVisitor<Boolean> IS_SCOPED =
      new BindingScopingVisitor<>() {
        @Override
        public Boolean visitEagerSingleton() {
          return true;
        }

        @Override
        public Boolean visitScope(Scope scope) {
          return scope != Scopes.NO_SCOPE;
        }

        @Override
        public Boolean visitScopeAnnotation(Class<? extends Annotation> annotation) {
          return true;
        }

        @Override
        public Boolean visitNoScoping() {
          return false;
        }
      };

  private static final DefaultBindingTargetVisitor<Object, @Nullable Type> TYPE =
      new DefaultBindingTargetVisitor<>() {
        @Override
        public Type visit(ConstructorBinding<?> binding) {
          return binding.getConstructor().getDeclaringType().getType();
        }

        @Override
        public Type visit(InstanceBinding<?> binding) {
          // The key may know type arguments that the object does not.
          return binding.getKey().getTypeLiteral().getRawType() == binding.getInstance().getClass()
              ? binding.getKey().getTypeLiteral().getType()
              : binding.getInstance().getClass();
        }

        @Override
        public Type visit(ProviderInstanceBinding<?> binding) {
          return binding.getKey().getTypeLiteral().getType();
        }

        @Override
        public Type visit(ProviderKeyBinding<?> binding) {
          return binding.getKey().getTypeLiteral().getType();
        }

        @Override
        protected @Nullable Type visitOther(Binding<?> binding) {
          return null;
        }
      };
}
