using Linli.Ledger.Holds;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Statements;

/// <summary>An account with what it holds and what is set aside on it.</summary>
internal sealed record GetAccount(AccountId Id) : IQuery<AccountSheet>;

/// <summary>An account.</summary>
internal sealed record AccountSheet(AccountLine Account, IReadOnlyList<HoldLine> Holds);

/// <summary>Something set aside.</summary>
internal sealed record HoldLine(HoldId Id, long Left, DateTimeOffset At, DateTimeOffset ExpiresAt, Phrase Memo, string? Subject);

internal sealed class GetAccountHandler(LinliDb db, AccountReach reach, AccountLines lines) : IHandler<GetAccount, AccountSheet>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/accounts/{id}", (AccountId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new GetAccount(id), cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("An account: my own, or of my places 账户");

    public async Task<Result<AccountSheet>> Handle(GetAccount request, CancellationToken cancel)
    {
        if (await reach.Find(request.Id, cancel) is not { } account)
            return AccountReach.NotFound;
        var holds = await db.Records<HoldRow>().AsNoTracking().Where(h => h.Account == request.Id && h.State == HoldState.Open).OrderBy(h => h.ExpiresAt).ToListAsync(cancel);
        return new AccountSheet(
            (await lines.Of([account], cancel))[0], holds.ConvertAll(h => new HoldLine(h.Id, h.Left, h.At, h.ExpiresAt, h.Memo, h.Subject)));
    }
}
