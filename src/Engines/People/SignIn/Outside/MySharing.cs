using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>For what the caller's data were asked of other offices, newest first, at most the last 200. Nobody can ask for another's.</summary>
internal sealed record MySharing : IQuery<IReadOnlyList<SharingOfMine>>;

/// <summary>One asking.</summary>
/// <param name="Id">Number of the record.</param>
/// <param name="House">Who was asked.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Fields">Codes of the fields asked for.</param>
/// <param name="Received">Codes of the fields that came.</param>
/// <param name="At">When, UTC.</param>
internal sealed record SharingOfMine(Guid Id, Phrase House, Phrase Purpose, IReadOnlyList<string> Fields, IReadOnlyList<string> Received, DateTimeOffset At);

internal sealed class MySharingHandler(LinliDb db, CurrentCaller current) : IHandler<MySharing, IReadOnlyList<SharingOfMine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me/shared-data", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MySharing(), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("For what my data were asked of other offices");

    public async Task<Result<IReadOnlyList<SharingOfMine>>> Handle(MySharing request, CancellationToken cancel)
    {
        var names = await db.Records<OutsideProvider>().AsNoTracking().ToDictionaryAsync(p => p.Code, p => p.Name, cancel);
        var rows = await db.Records<SharedDataRequest>().AsNoTracking().Where(r => r.PersonId == current.Value.Person).OrderByDescending(r => r.ConsentAt).Take(200).ToListAsync(cancel);
        return rows.ConvertAll(r => new SharingOfMine(
            r.Id, names.GetValueOrDefault(r.Provider, (r.Provider, r.Provider)), (r.PurposeZh, r.PurposeEn), r.Fields.Split(' '),
            r.Received?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [], r.ConsentAt));
    }
}
