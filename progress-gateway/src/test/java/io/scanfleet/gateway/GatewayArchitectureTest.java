package io.scanfleet.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Repository;

/** The rooms of the gateway, and which doors there are between them. */
class GatewayArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.scanfleet");

  private static final String ROOT = "io.scanfleet.gateway.";

  @Test
  void factsComeInThroughTheIntakeOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "batch", ROOT + "live", ROOT + "tree", ROOT + "fleet", ROOT + "access")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "intake")
        .because("intake → live/tree/batch → browser, and never back")
        .check(CLASSES);
  }

  @Test
  void batchesDoNotKnowWhoWatchesThem() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "batch", ROOT + "fleet")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "live", ROOT + "tree")
        .because("a batch lives whether or not somebody looks")
        .check(CLASSES);
  }

  @Test
  void roomsHaveNoCycles() {
    slices()
        .matching(ROOT + "(*)..")
        .should()
        .beFreeOfCycles()
        .because("a room that needs another's rooms back is one room")
        .check(CLASSES);
  }

  @Test
  void channelsDoNotKnowWhatTheyCarry() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "live.channel")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "live", ROOT + "batch", "io.scanfleet.model..")
        .because("frames are frames")
        .check(CLASSES);
  }

  @Test
  void tomcatsOwnClassesAreUsedInOnePlace() {
    noClasses()
        .that()
        .resideInAPackage("io.scanfleet.gateway..")
        .and()
        .resideOutsideOfPackage(ROOT + "live.channel")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.coyote..", "org.apache.tomcat..", "org.apache.catalina..")
        .because("they may change with any release of Tomcat, and tests pin them there")
        .check(CLASSES);
  }

  @Test
  void onlyRepositoriesSpeakSql() {
    noClasses()
        .that()
        .resideInAPackage("io.scanfleet.gateway..")
        .and()
        .areNotAnnotatedWith(Repository.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework.jdbc..")
        .because("both databases are looked after in few places")
        .check(CLASSES);
  }

  @Test
  void theGatewayKnowsNoAgent() {
    noClasses()
        .that()
        .resideInAPackage("io.scanfleet.gateway..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.scanfleet.agent..", "io.scanfleet.standalone..")
        .because("they meet on the broker only")
        .check(CLASSES);
  }

  @Test
  void jsonIsJackson3() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml.jackson.databind..")
        .because("two mappers would write two dialects")
        .check(CLASSES);
  }
}
