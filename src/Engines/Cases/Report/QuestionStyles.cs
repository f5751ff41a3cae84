using System.Text;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Report;

/// <summary>
/// A style sheet that shows the questions of whatever category is chosen in the form around them: asked at once, without a
/// script, without a second page, and without a connection.
/// </summary>
internal static class QuestionStyles
{
    public const string Address = "/report/questions.css";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet(Address, Serve).Needs(Access.Public).ExcludeFromDescription();

    private static async Task<IResult> Serve(HttpContext context, Categories categories)
    {
        var sheet = new StringBuilder("@supports selector(:has(a)){[data-questions][data-open]{display:none}}\n");
        foreach (var category in await categories.All(context.RequestAborted))
            if ((await categories.QuestionsOf(category.Code, context.RequestAborted)).Count > 0)
                sheet.Append(Rule(category.Code));
        context.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Text(sheet.ToString(), "text/css", Encoding.UTF8);
    }

    // Chosen by a tile, in a list, or as the only one; suggested where nothing was chosen. A browser that cannot look into
    // the form shows the questions of what was sent, once the server asked for them.
    private static string Rule(string code)
    {
        string[] chosen =
        [
            $"input[name=Category][value=\"{code}\"]:checked", $"input[type=hidden][name=Category][value=\"{code}\"]",
            $"select[name=Category] option[value=\"{code}\"]:checked",
        ];
        var guessed = $"form:has(select[name=Category] option[value=\"\"]:checked):has(input[name=Guess][value=\"{code}\"]:checked)";
        var here = $"[data-questions=\"{code}\"]";
        return $"{string.Join(',', chosen.Select(c => $"form:has({c}) {here}"))},{guessed} {here}{{display:block}}\n";
    }
}
