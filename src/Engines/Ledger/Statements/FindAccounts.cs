using System.Globalization;
using Linli.Ledger.Accounts;
using Linli.People;
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

/// <summary>Accounts of the caller's places (查账户), by what is in their number or name.</summary>
/// <param name="Search">Part of the number, such as <c>P-000042</c>, or of the name; everybody's number stands in their wallet.</param>
/// <param name="Unit">Only of this unit.</param>
/// <param name="Owner">Only of this kind of owner.</param>
/// <param name="Skip">How many to skip.</param>
/// <param name="Take">How many to show, 1 to 100.</param>
internal sealed record FindAccounts(string? Search = null, LedgerUnit? Unit = null, OwnerKind? Owner = null, int Skip = 0, int Take = 30)
    : IQuery<FoundAccounts>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Skip is < 0 or > 1_000_000)
            yield return Problem.Invalid("skip", "skip_range", "skip 应为 0 以上的整数。", "skip is 0 or more.");
        if (Take is < 1 or > 100)
            yield return Problem.Invalid("take", "take_range", "take 应为 1–100。", "take is 1 to 100.");
        if (Search is { Length: > 100 })
            yield return Problem.Invalid("search", "ledger.search_length", "最多 100 个字。", "At most 100 characters.");
    }
}

/// <summary>A page of accounts.</summary>
internal sealed record FoundAccounts(int Total, IReadOnlyList<AccountLine> Items);

/// <summary>An account with what it holds; people are named masked.</summary>
internal sealed record AccountLine(
    AccountId Id, string Number, OwnerKind Owner, Phrase Name, LedgerUnit Unit, string Purpose, ScopePath Place, long Posted, long Held, long? Floor);

/// <summary>Accounts as lists show them.</summary>
internal sealed class AccountLines(BalanceBook balances, IActingFor people)
{
    public async Task<IReadOnlyList<AccountLine>> Of(IReadOnlyList<Account> accounts, CancellationToken cancel)
    {
        var persons = accounts.Where(a => a.OwnerKind == OwnerKind.Person && Guid.TryParse(a.OwnerKey, out _)).ToDictionary(a => a.Id, a => Guid.Parse(a.OwnerKey, CultureInfo.InvariantCulture));
        var names = await people.MaskedNames([.. persons.Values.Distinct()], cancel);
        var lines = new List<AccountLine>(accounts.Count);
        foreach (var a in accounts)
        {
            var balance = await balances.Of(a.Id, cancel);
            var name = persons.TryGetValue(a.Id, out var person) && names.TryGetValue(person, out var masked) && masked.Length > 0 ? new Phrase(masked, masked) : a.Label ?? new(a.Number, a.Number);
            lines.Add(new(a.Id, a.Number, a.OwnerKind, name, a.Unit, a.Purpose, ScopePath.Parse(a.Scope, null), balance.Posted, balance.Held, balance.Floor));
        }

        return lines;
    }
}

internal sealed class FindAccountsHandler(LinliDb db, AccountLines lines, CurrentCaller current) : IHandler<FindAccounts, FoundAccounts>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/accounts", (UseCaseRunner run, CancellationToken cancel, string? search = null, LedgerUnit? unit = null, OwnerKind? owner = null, int skip = 0, int take = 30) =>
                run.Answer(new FindAccounts(search, unit, owner, skip, take), cancel))
            .Needs(LedgerPermissions.Read).WithTags("Ledger").WithSummary("Accounts of my places 查账户");

    public async Task<Result<FoundAccounts>> Handle(FindAccounts request, CancellationToken cancel)
    {
        var found = db.Scoped<Account>(current.Value.ScopesFor(LedgerPermissions.Read)).AsNoTracking();
        if (request.Unit is { } unit)
            found = found.Where(a => a.Unit == unit);
        if (request.Owner is { } owner)
            found = found.Where(a => a.OwnerKind == owner);
        if (request.Search?.Trim() is { Length: > 0 } search)
        {
            var number = search.ToUpperInvariant();
            found = found.Where(a => a.Number.Contains(number) || (a.LabelZh != null && a.LabelZh.Contains(search)) || (a.LabelEn != null && a.LabelEn.Contains(search)));
        }

        var rows = await found.OrderBy(a => a.OwnerKind == OwnerKind.Person ? 1 : 0).ThenBy(a => a.Number).Skip(request.Skip).Take(request.Take).ToListAsync(cancel);
        return new FoundAccounts(await found.CountAsync(cancel), await lines.Of(rows, cancel));
    }
}
