package io.scanfleet.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          a(); // why                        | a();
          const a = /** @type {A} */ (b);    | const a = (b);
          return/* now */a;                  | return a;
          fetch("https://a/*b*/");           | fetch("https://a/*b*/");
          say('it\\'s // not');              | say('it\\'s // not');
          a = b / c; // half                 | a = b / c;
          a.replace(/\\/*["'`]/, "") /* b */ | a.replace(/\\/*["'`]/, "")
          if (/[/*]/.test(a)) b(); // c      | if (/[/*]/.test(a)) b();
          return /\\/\\/x/g; // y            | return /\\/\\/x/g;
          `a // b`; // c                     | `a // b`;
          `a ${b /* c */} /* d */`;          | `a ${b} /* d */`;
          `${f({a: `/*${b}*/`})}//`; // c    | `${f({a: `/*${b}*/`})}//`;
          `\\`//${"}"}//`; // c              | `\\`//${"}"}//`;
          """)
  void onlyWhatIsACommentGoes(String source, String expected) {
    assertThat(Comments.removedFromScript(source)).isEqualToIgnoringWhitespace(expected);
  }

  @Test
  void linesKeepTheirNumbers() {
    assertThat(
            Comments.removedFromScript(
                """
                /**
                 * Why.
                 */
                const a = 1; // one

                  /** @type {B} */
                  const b = 2;
                """))
        .isEqualTo("\n\n\nconst a = 1;\n\n\n  const b = 2;\n");
    assertThat(Comments.removedFromStyles("/* a\n b */\np { }\n")).isEqualTo("\n\np { }\n");
  }

  @Test
  void theEndOfASourceMayBeAComment() {
    assertThat(Comments.removedFromScript("a(); // b")).isEqualTo("a();");
    assertThat(Comments.removedFromScript("a(); /* b")).isEqualTo("a();");
    assertThat(Comments.removedFromScript("\"a")).isEqualTo("\"a");
  }
}
