using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Open311.Speak;

/// <summary>What goes wrong, as GeoReport v2 says it: 404 for what is not there, 403 for keys, 400 for the rest.</summary>
internal static class Errors
{
    /// <summary>The HTTP status, which is the code of the error too.</summary>
    public static int Status(Problem problem) => problem.Kind switch
    {
        ProblemKind.NotFound => 404,
        ProblemKind.NotSignedIn or ProblemKind.Forbidden => 403,
        ProblemKind.TooMany or ProblemKind.NoSpace => (int)problem.Kind,
        _ => (int)problem.Kind >= 500 ? (int)problem.Kind : 400,
    };

    /// <summary>All problems of one request.</summary>
    /// <param name="problems">At least one.</param>
    /// <param name="both">Whether to say it in both languages: most clients never say which they read.</param>
    public static Document Of(IReadOnlyList<Problem> problems, bool both) => new("errors", new Items("error",
        [.. problems.Select(p => new Fields(("code", Status(p)), ("description", Words(p.Message, both))))]));

    public static Problem Missing(string argument) => Problem.Invalid(
        argument, $"open311.{argument}_missing", $"缺少参数 {argument}。", $"{argument} was not provided.");

    public static Problem NotFound(string argument) => Problem.NotFound(
        $"open311.{argument}_not_found", $"没有找到这个 {argument}。", $"The {argument} provided was not found.");

    private static string Words(Phrase phrase, bool both) => both ? $"{phrase.Zh} {phrase.En}" : phrase.ToString();
}
