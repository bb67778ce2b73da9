package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NativeRecordsTest {
  private static final String[] LAYERS = {
    "dev.glomers.protocol", "dev.glomers.runtime", "dev.glomers.challenge", "dev.glomers.simulation"
  };

  @Test
  void everyRecordIsKeptInANativeExecutable() {
    JavaClasses classes =
        new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(LAYERS);
    Set<String> withRecords =
        classes.stream()
            .filter(JavaClass::isRecord)
            .map(record -> record.getName().replaceAll("\\$.*", ""))
            .collect(Collectors.toSet());
    String[] kept = NativeRecords.class.getAnnotation(RegisterForReflection.class).classNames();
    assertThat(kept).containsExactlyInAnyOrderElementsOf(withRecords);
  }
}
