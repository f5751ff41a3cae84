using System.Text.RegularExpressions;

namespace Linli.Architecture;

public partial class SourceTests
{
    private static readonly string[] Binary = [".png", ".jpg", ".jpeg", ".webp", ".ico", ".woff2", ".pdf", ".xlsx", ".zip", ".db"];

    [Fact]
    public void NoFile_NamesAPathOfOneMachine() =>
        Repository.Files.Where(f => !Binary.Contains(Path.GetExtension(f)))
            .SelectMany(f => OneMachine().Matches(Repository.Read(f)).Select(m => $"{f}: {m.Value.Trim()}"))
            .ShouldBeEmpty();

    // Homes, mounted workplaces and folders beside the repository mean nothing to whoever clones it.
    [GeneratedRegex(@"(?<=^|[\s""'`(=:])(/(work|Users|root)/[\w.-]|/home/\w+/|[A-Z]:\\Users\\|(\.\./)+shared\b)", RegexOptions.Multiline)]
    private static partial Regex OneMachine();
}
