using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Linli.People.SignIn;

/// <summary>Verdicts as cookies of a browser.</summary>
internal static class PageSignIn
{
    public static async Task Enter(HttpContext context, LinliDb db, Guid account) =>
        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            await Principals.Of(db, account, CookieAuthenticationDefaults.AuthenticationScheme, context.RequestAborted),
            new() { IsPersistent = true });

    /// <summary>Where to go afterwards: a path of this site only, whatever the address said.</summary>
    public static string SafeBack(string? back, string otherwise) =>
        back is ['/', ..] && back is not ['/', '/' or '\\', ..] && !back.Any(char.IsControl) && back.Length <= 500 ? back : otherwise;
}

/// <summary>Problems beside the fields of a form.</summary>
internal static class FormProblems
{
    public static IReadOnlyCollection<FormProblem> Of(IEnumerable<Problem> problems) =>
        [.. problems.Select(p => new FormProblem(p.Field, p.Message.ToString()))];
}
