package dev.glomers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the build writes down for native executables. */
class NativeRecordsTest {
  private static final String KEPT =
      "/META-INF/native-image/dev.glomers/glomers/reflect-config.json";

  @Test
  void everyRecordThatJsonMayBeBoundToIsKept() throws IOException {
    List<String> records =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackages("dev.glomers").stream()
                .filter(JavaClass::isRecord)
                .map(JavaClass::getName)
                .filter(
                    name ->
                        !name.matches(
                            "dev\\.glomers\\.(cli|maelstrom|node|part|report|watch)\\..*"))
                .toList();
    try (InputStream kept = NativeRecordsTest.class.getResourceAsStream(KEPT)) {
      assertThat(new ObjectMapper().readTree(kept).findValuesAsText("name"))
          .isNotEmpty()
          .containsAll(records);
    }
  }
}
