package dev.postbus.checks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.checks.ProjectFiles;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BomTest {

  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(postbus-[^<]+)<");

  /** Nobody depends on what is only run. */
  private static final Set<String> APPLICATIONS = Set.of("postbus-cli");

  @Test
  void bomHoldsEveryPublishedLibraryAndNothingElse() {
    Set<String> published =
        ProjectFiles.matching(name -> name.matches("[^/]+/pom.xml")).stream()
            .map(ProjectFiles::read)
            .filter(pom -> !pom.contains("<packaging>pom<"))
            .filter(pom -> !pom.contains("<maven.deploy.skip>true<"))
            .map(pom -> artifactsIn(pom.substring(pom.indexOf("</parent>"))).get(0))
            .filter(artifact -> !APPLICATIONS.contains(artifact))
            .collect(Collectors.toCollection(TreeSet::new));
    String bom = ProjectFiles.read(ProjectFiles.root().resolve("bom/pom.xml"));

    assertThat(artifactsIn(bom.substring(bom.indexOf("<dependencyManagement>"))))
        .containsExactlyInAnyOrderElementsOf(published);
  }

  private static List<String> artifactsIn(String pom) {
    Matcher matcher = ARTIFACT.matcher(pom);
    return matcher.results().map(result -> result.group(1)).toList();
  }
}
