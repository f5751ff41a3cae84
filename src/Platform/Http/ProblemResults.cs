using System.Text.Json;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Linli.Platform.Http;

/// <summary>Problems as RFC 9457 documents.</summary>
public static class ProblemResults
{
    /// <summary>
    /// One document for all problems of a request: <c>code</c>, <c>field</c> and <c>link</c> of the first, <c>errors</c> with every
    /// field's code and message in both languages, <c>title</c> and <c>detail</c> in the reader's language.
    /// </summary>
    public static ProblemHttpResult From(IReadOnlyList<Problem> problems)
    {
        var first = problems[0];
        return TypedResults.Problem(
            type: "urn:linli:problem:" + first.Code,
            title: first.Message.ToString(),
            detail: problems.Count == 1 ? null : string.Join(" ", problems.Select(p => p.Message.ToString())),
            statusCode: (int)first.Kind,
            extensions: new Dictionary<string, object?>
            {
                ["code"] = first.Code,
                ["field"] = first.Field,
                ["link"] = first.Link,
                ["errors"] = problems.Select(p => new { p.Field, p.Code, p.Message.Zh, p.Message.En, p.Link }).ToArray(),
            });
    }

    /// <summary>Writes one problem straight to the response, for middleware.</summary>
    public static Task Write(HttpContext context, Problem problem) => From([problem]).ExecuteAsync(context);

    /// <summary>A body that could not be read as JSON, with the field where reading stopped.</summary>
    public static Problem FromJson(JsonException? e) =>
        Problem.Invalid(
            e?.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "body",
            "body_unreadable",
            "请求内容无法读取，请检查该字段的格式。",
            "The request cannot be read: check the format of this field.");
}
