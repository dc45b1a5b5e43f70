package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.postbus.Backoff;
import dev.postbus.BaseEvent;
import dev.postbus.EventContext;
import dev.postbus.EventType;
import dev.postbus.Subscribe;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AnnotatedMethodsTest {

  @EventType("order.created")
  record Order(String id) implements BaseEvent {}

  @EventType("payment.received")
  record Payment(String id) implements BaseEvent {}

  static class Plain {
    @Subscribe
    public void on(Order order) {}

    public void notAHandler(Order order) {}
  }

  @Test
  void aHandlerTakesNameAndEventFromItsMethod() {
    HandlerMethod handler = only(AnnotatedMethods.of(new Plain()));

    assertThat(handler.id()).isEqualTo("Plain.on(Order)");
    assertThat(handler.patterns()).containsExactly("order.created");
    assertThat(handler.payloadType()).isEqualTo(Order.class);
    assertThat(handler.async()).isFalse();
    assertThat(handler.options().id()).hasValue("Plain.on(Order)");
    assertThat(handler.options().attempts()).isEmpty();
    assertThat(handler.options().backoff()).isEmpty();
    assertThat(handler.options().timeout()).isEmpty();
    assertThat(handler.invoker()).hasToString(Plain.class.getName() + ".on(Order)");
  }

  static class Detailed {
    @Subscribe(
        value = {"order.*", "audit.**", "order.*"},
        id = "audit",
        attempts = 7,
        backoff = "fixed:5s",
        timeout = "250ms")
    private CompletionStage<Void> on(Map<String, List<Integer>> payload, EventContext context) {
      return CompletableFuture.completedStage(null);
    }
  }

  @Test
  void theAnnotationSaysEverythingElse() throws NoSuchMethodException {
    HandlerMethod handler = only(AnnotatedMethods.of(new Detailed()));

    assertThat(handler.id()).isEqualTo("audit");
    assertThat(handler.patterns()).containsExactly("order.*", "audit.**");
    assertThat(handler.payloadType())
        .isEqualTo(
            Detailed.class.getDeclaredMethod("on", Map.class, EventContext.class)
                .getGenericParameterTypes()[0]);
    assertThat(handler.async()).isTrue();
    assertThat(handler.options().attempts()).hasValue(7);
    assertThat(handler.options().backoff()).hasValue(Backoff.fixed(Duration.ofSeconds(5)));
    assertThat(handler.options().timeout()).hasValue(Duration.ofMillis(250));
  }

  interface WithDefault {
    @Subscribe
    default void audit(Order order) {}
  }

  static class Parent implements WithDefault {
    @Subscribe
    private void hidden(Order order) {}

    @Subscribe
    void shared(Order order) {}
  }

  static class Child extends Parent {
    @Subscribe
    private void hidden(Order order) {}

    @Subscribe
    void own(Payment payment) {}
  }

  @Test
  void handlersAreFoundInSuperclassesAndInterfaces() {
    assertThat(ids(AnnotatedMethods.of(new Child())))
        .containsExactlyInAnyOrder(
            "Child.hidden(Order)",
            "Child.own(Payment)",
            "Parent.hidden(Order)",
            "Parent.shared(Order)",
            "WithDefault.audit(Order)");
  }

  static class Repeating extends Parent {
    @Subscribe(attempts = 2)
    @Override
    public void shared(Order order) {}

    @Override
    public void audit(Order order) {}
  }

  @Test
  void aMethodAndThoseItOverridesAreOneHandler() {
    List<HandlerMethod> handlers = AnnotatedMethods.of(new Repeating());

    assertThat(ids(handlers))
        .containsExactly(
            "Repeating.shared(Order)", "Parent.hidden(Order)", "WithDefault.audit(Order)");
    assertThat(handlers.get(0).options().attempts()).hasValue(2);
  }

  interface Wide {
    @Subscribe("wide")
    default void both(Order order) {}
  }

  interface Narrow extends Wide {
    @Subscribe("narrow")
    @Override
    default void both(Order order) {}
  }

  static class Diamond implements Wide, Narrow {}

  @Test
  void theNearerInterfaceCounts() {
    HandlerMethod handler = only(AnnotatedMethods.of(new Diamond()));

    assertThat(handler.id()).isEqualTo("Narrow.both(Order)");
    assertThat(handler.patterns()).containsExactly("narrow");
  }

  abstract static class Typed<T extends BaseEvent> {
    @Subscribe
    public void on(T event) {}

    @Subscribe("many")
    public void onMany(List<? extends T> events) {}

    @Subscribe("array")
    public void onArray(T[] events) {}

    @Subscribe("arrays")
    public void onLists(List<T>[] events) {}
  }

  static class OrderTyped extends Typed<Order> {
    @Override
    public void on(Order order) {}
  }

  @Test
  void aTypeVariableStandsForWhatTheSubclassSays() {
    List<HandlerMethod> handlers = AnnotatedMethods.of(new OrderTyped());

    assertThat(ids(handlers))
        .containsExactly(
            "Typed.on(Order)",
            "Typed.onArray(Order[])",
            "Typed.onLists(List[])",
            "Typed.onMany(List)");
    assertThat(handlers)
        .extracting(handler -> handler.payloadType().getTypeName())
        .containsExactly(
            Order.class.getTypeName(),
            Order[].class.getTypeName(),
            "java.util.List<" + Order.class.getName() + ">[]",
            "java.util.List<" + Order.class.getName() + ">");
    assertThat(handlers.get(0).patterns()).containsExactly("order.created");
  }

  static class Box<T> {
    @Subscribe("boxed")
    void on(T payload) {}
  }

  static class Fields {
    Box<Order> orders = new Box<>();
    Box<Payment> payments = new Box<>();
  }

  @Test
  void aGenericClassMayBeAddedOncePerType() throws NoSuchFieldException {
    Type orders = Fields.class.getDeclaredField("orders").getGenericType();
    Type payments = Fields.class.getDeclaredField("payments").getGenericType();

    List<HandlerMethod> handlers =
        new AnnotatedMethods().add(orders, Box::new).add(payments, Box::new).find();

    assertThat(handlers)
        .extracting(HandlerMethod::id, HandlerMethod::payloadType)
        .containsExactly(
            tuple("Box.on(Order)", Order.class), tuple("Box.on(Payment)", Payment.class));
  }

  /** What a proxy generator makes that copies the annotations. */
  static class Plain$$Generated extends Plain {
    @Subscribe
    @Override
    public void on(Order order) {}
  }

  @Test
  void aGeneratedSubclassDoesNotNameTheHandler() {
    assertThat(ids(AnnotatedMethods.of(new Plain$$Generated()))).containsExactly("Plain.on(Order)");
  }

  @Test
  void classesAreTakenInOrder() {
    assertThat(ids(AnnotatedMethods.of(new Detailed(), new Plain())))
        .containsExactly("audit", "Plain.on(Order)");
  }

  @Test
  void aClassThatMayHaveHandlersMayHaveNone() {
    assertThat(new AnnotatedMethods().addIfAny(String.class, String::new).find()).isEmpty();
    assertThat(AnnotatedMethods.areIn(String.class)).isFalse();
    assertThat(AnnotatedMethods.areIn(Child.class)).isTrue();
  }

  static class Gone {}

  static class NamesWhatIsGone {
    void use(Gone gone) {}
  }

  /** Loads one class of this file anew, and lacks another. */
  private static Class<?> withoutGone() throws IOException, ClassNotFoundException {
    byte[] bytes;
    try (InputStream file =
        AnnotatedMethodsTest.class.getResourceAsStream(
            "AnnotatedMethodsTest$NamesWhatIsGone.class")) {
      bytes = file.readAllBytes();
    }
    ClassLoader lacking =
        new ClassLoader(AnnotatedMethodsTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Gone.class.getName())) {
              throw new ClassNotFoundException(name);
            }
            return name.equals(NamesWhatIsGone.class.getName())
                ? defineClass(name, bytes, 0, bytes.length)
                : super.loadClass(name, resolve);
          }
        };
    return lacking.loadClass(NamesWhatIsGone.class.getName());
  }

  @Test
  void aClassThatNamesMissingClassesMayBeAddedWhenItMayHaveNoHandlers() throws Exception {
    Class<?> type = withoutGone();

    assertThatThrownBy(type::getDeclaredMethods).isInstanceOf(NoClassDefFoundError.class);
    assertThat(AnnotatedMethods.areIn(type)).isFalse();
    assertThat(new AnnotatedMethods().addIfAny(type, Object::new).find()).isEmpty();
    assertThatThrownBy(() -> AnnotatedMethods.of(type, Object::new))
        .isInstanceOf(NoClassDefFoundError.class);
  }

  static HandlerMethod only(List<HandlerMethod> handlers) {
    assertThat(handlers).hasSize(1);
    return handlers.get(0);
  }

  private static List<String> ids(List<HandlerMethod> handlers) {
    return handlers.stream().map(HandlerMethod::id).toList();
  }
}
