using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>Houses as an administrator sees them; secrets are never shown again.</summary>
internal sealed record ListProviders : IQuery<IReadOnlyList<ProviderLine>>;

/// <summary>A house.</summary>
internal sealed record ProviderLine(
    string Code, string NameZh, string NameEn, ProviderKind Kind, string? Authority, string? AuthorizationUrl, string? TokenUrl, string? UserInfoUrl,
    string ClientId, bool HasSecret, string Scopes, string SubjectClaim, string NameClaim, string PhoneClaim, string PhoneVerifiedClaim,
    bool ResultOnly, bool TrustsPhone, bool ForStaff, string? SharedDataUrl, string? VerifyUrl, bool Active, bool Simulated, int Links);

internal sealed class ListProvidersHandler(LinliDb db) : IHandler<ListProviders, IReadOnlyList<ProviderLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sign-in/providers/all", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListProviders(), cancel))
            .Needs(PeoplePermissions.ManageProviders).WithTags("sign-in").WithSummary("Houses whose accounts may be used, with their settings");

    public async Task<Result<IReadOnlyList<ProviderLine>>> Handle(ListProviders request, CancellationToken cancel)
    {
        var links = await db.Records<OutsideLink>().GroupBy(l => l.Provider).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return (await db.Records<OutsideProvider>().AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancel)).ConvertAll(p => new ProviderLine(
            p.Code, p.NameZh, p.NameEn, p.Kind, p.Authority, p.AuthorizationUrl, p.TokenUrl, p.UserInfoUrl, p.ClientId, p.ClientSecret is not null,
            p.Scopes, p.SubjectClaim, p.NameClaim, p.PhoneClaim, p.PhoneVerifiedClaim, p.ResultOnly, p.TrustsPhone, p.ForStaff, p.SharedDataUrl, p.VerifyUrl,
            p.Active, p.IsSimulator, links.GetValueOrDefault(p.Code)));
    }
}
