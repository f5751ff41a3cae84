using FsCheck;
using FsCheck.Fluent;
using Linli.Platform.Text;
using Microsoft.Data.Sqlite;

namespace Linli.Platform.Tests.Text;

public class BigramsTests
{
    [Theory]
    [InlineData("3幢门口LED坏了", "3 幢门 门口 口 led 坏了 了")]
    [InlineData("路灯，坏了！", "路灯 灯坏 坏了 了")]
    [InlineData("灯", "灯")]
    [InlineData("ＨＦ－２６１１－００４２", "hf 2611 0042")]
    [InlineData("Street lamp", "street lamp")]
    [InlineData("𠮷田家", "𠮷田 田家 家")]
    [InlineData("，。!", "")]
    [InlineData("a\ud800灯", "a 灯")]
    [InlineData(null, "")]
    public void Index_OfAnyText_IsPairsAndWords(string? text, string expected) => Bigrams.Index(text).ShouldBe(expected);

    [Theory]
    [InlineData("路灯坏", "\"路灯 灯坏\" *")]
    [InlineData("灯", "\"灯\" *")]
    [InlineData("门口LED", "\"门口 口 led\" *")]
    [InlineData("路灯 3幢", "\"路灯\" * AND \"3 幢\" *")]
    [InlineData("\" OR *", "\"or\" *")]
    [InlineData(" ，", "")]
    public void Fts5Query_OfWhatIsTyped_IsPhrasesOnly(string search, string expected) =>
        Bigrams.Fts5Query(search).ShouldBe(expected);

    [Theory]
    [InlineData("路灯坏 led", "('路灯' <-> '灯坏':*) & ('led':*)")]
    [InlineData("a' | b", "('a':*) & ('b':*)")]
    public void TsQuery_OfWhatIsTyped_IsPhrasesOnly(string search, string expected) =>
        Bigrams.TsQuery(search).ShouldBe(expected);

    [Fact]
    public void Fts5Query_InARealIndex_FindsExactlyTheSubstrings()
    {
        using var database = new SqliteConnection("Data Source=:memory:");
        database.Open();
        Run(database, "CREATE VIRTUAL TABLE t USING fts5(body)");

        // Few distinct characters, so that chance finds overlaps, repeats and near misses.
        string[] alphabet = ["路", "灯", "坏", "了", "led", "3", "，"];
        var texts = Gen.Elements(alphabet).ListOf().Select(Written);
        Prop.ForAll(texts.ToArbitrary(), texts.ToArbitrary(), (body, search) =>
        {
            if (Bigrams.Fts5Query(search) is not { Length: > 0 } query)
                return true;
            Run(database, "DELETE FROM t");
            Run(database, "INSERT INTO t VALUES ($v)", Bigrams.Index(body));
            var found = (long)Scalar(database, "SELECT count(*) FROM t WHERE t MATCH $v", query)! == 1;
            return found == Expected(body, search);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    // Independent of tokens: a fenced normal form in which the search must occur, each part from the start of a unit.
    private static bool Expected(string body, string search) => search
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(Fenced)
        .Where(part => part.Length > 0)
        .All(part => Fenced(body).Contains(part, StringComparison.Ordinal));

    private static string Fenced(string text) => string.Concat(text
        .Replace("，", " ", StringComparison.Ordinal)
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => "|" + word))
        .Replace("路", "|路", StringComparison.Ordinal)
        .Replace("灯", "|灯", StringComparison.Ordinal)
        .Replace("坏", "|坏", StringComparison.Ordinal)
        .Replace("了", "|了", StringComparison.Ordinal)
        .Replace("||", "|", StringComparison.Ordinal);

    // Latin words and numbers are set apart, as one writes them.
    private static string Written(IList<string> parts) => string.Concat(parts.Select(part => part is "led" or "3" ? $"，{part}，" : part));

    private static void Run(SqliteConnection database, string sql, string? value = null) => Scalar(database, sql, value);

    private static object? Scalar(SqliteConnection database, string sql, string? value)
    {
        using var command = database.CreateCommand();
#pragma warning disable CA2100 // the texts are constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        if (value is not null)
            command.Parameters.AddWithValue("$v", value);
        return command.ExecuteScalar();
    }
}
