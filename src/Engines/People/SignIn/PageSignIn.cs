using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn;

/// <summary>Verdicts as cookies of a browser.</summary>
internal static class PageSignIn
{
    /// <summary>Signs the browser in, and shows pages on it the way the person chose elsewhere.</summary>
    public static async Task Enter(HttpContext context, LinliDb db, Guid id)
    {
        var account = await db.Records<Account>().AsNoTracking().Include(a => a.Person).SingleAsync(a => a.Id == id, context.RequestAborted);
        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            Principals.Of(account, CookieAuthenticationDefaults.AuthenticationScheme),
            new() { IsPersistent = true });
        PreferenceCookies.Keep(context.Response, account.Person!.Language, account.Person.ElderMode);
    }

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
