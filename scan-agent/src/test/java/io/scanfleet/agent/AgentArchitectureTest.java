package io.scanfleet.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of the agent, and which doors there are between them. */
class AgentArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.scanfleet");

  private static final String ROOT = "io.scanfleet.agent.";

  @Test
  void theWalkerKnowsOnlyDirectories() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "walk")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "com.rabbitmq..",
            "tools.jackson..",
            "com.fasterxml.jackson..",
            "io.micrometer..",
            ROOT + "tree",
            ROOT + "progress",
            ROOT + "task",
            ROOT + "link")
        .because("it is to be used without broker and JSON, and to be read on its own")
        .check(CLASSES);
  }

  @Test
  void onlyTheLinkTouchesRabbitMq() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "walk", ROOT + "tree", ROOT + "progress", ROOT + "task")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..", "com.rabbitmq..", "io.scanfleet.amqp..", ROOT + "link")
        .because("a scan must not know where its results go")
        .check(CLASSES);
  }

  @Test
  void theTerminalNeedsNoSpring() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "terminal")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "com.rabbitmq..",
            "io.micrometer..",
            ROOT + "task",
            ROOT + "link")
        .because("a scan in a terminal is to start at once and to work without a broker")
        .check(CLASSES);
  }

  @Test
  void factsFlowOneWay() {
    slices()
        .matching(ROOT + "(*)")
        .should()
        .beFreeOfCycles()
        .because("walk → tree → progress → task → link, and never back")
        .check(CLASSES);
  }

  @Test
  void theAgentKnowsNoGateway() {
    noClasses()
        .that()
        .resideInAPackage("io.scanfleet.agent..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.scanfleet.gateway..", "io.scanfleet.standalone..")
        .because("they meet on the broker only")
        .check(CLASSES);
  }

  @Test
  void theModelKnowsNoSpring() {
    noClasses()
        .that()
        .resideInAPackage("io.scanfleet.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "com.rabbitmq..", "io.scanfleet.amqp..")
        .because("whoever speaks the protocol may use it")
        .check(CLASSES);
  }
}
