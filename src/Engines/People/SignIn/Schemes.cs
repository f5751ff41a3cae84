using Linli.People.Accounts;
using Linli.People.Keys;
using Linli.Platform.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Linli.People.SignIn;

/// <summary>The three ways a request says who sends it: a token, a machine's key, or the cookie of a browser.</summary>
internal static class Schemes
{
    private const string Any = "Linli";

    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(Any)
            .AddPolicyScheme(Any, null, o => o.ForwardDefaultSelector = Choose)
            .AddBearerToken()
            .AddCookie(CookieAuthenticationDefaults.AuthenticationScheme, Configure)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Scheme, null);
        services.AddOptions<BearerTokenOptions>(BearerTokenDefaults.AuthenticationScheme).Configure<IOptions<PeopleOptions>>((o, people) =>
        {
            o.BearerTokenExpiration = people.Value.AccessTokenLife;
            o.RefreshTokenExpiration = people.Value.RefreshTokenLife;
        });
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<IOptions<PeopleOptions>>((o, people) => o.ExpireTimeSpan = people.Value.CookieLife);
        services.AddAuthorization();

        services.AddDataProtection().SetApplicationName("Linli");
        services.AddOptions<KeyManagementOptions>().Configure<DataFolder, ILoggerFactory>((o, folder, logs) =>
            o.XmlRepository = new FileSystemXmlRepository(Directory.CreateDirectory(folder.At("keys", "sign-in")), logs));

        services.AddIdentityCore<Account>(o => o.Password.RequiredLength = Passwords.MinLength).AddEntityFrameworkStores<LinliDb>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        return services;
    }

    private static string Choose(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.ContainsKey(ApiKeyAuthentication.Header))
            return ApiKeyAuthentication.Scheme;
        var authorization = headers.Authorization.ToString();
        if (authorization.StartsWith(ApiKeyAuthentication.BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return ApiKeyAuthentication.Scheme;
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return BearerTokenDefaults.AuthenticationScheme;
        return authorization.StartsWith(ApiKeyAuthentication.Prefix, StringComparison.OrdinalIgnoreCase)
            ? ApiKeyAuthentication.Scheme
            : CookieAuthenticationDefaults.AuthenticationScheme;
    }

    private static void Configure(CookieAuthenticationOptions o)
    {
        o.Cookie.Name = "linli";
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Lax;
        o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        o.SlidingExpiration = true;
        o.Events.OnRedirectToLogin = context =>
        {
            // Staff have their own door; whoever was stopped half-way through a form begins again at the start.
            var request = context.Request;
            var door = request.Path.StartsWithSegments("/desk") ? "/sign-in/staff" : "/sign-in";
            var back = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : "/";
            context.Response.Redirect(door + QueryString.Create("back", back));
            return Task.CompletedTask;
        };
    }
}
