using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Flats;

/// <summary>Pays the rent of a month from the own wallet (交房租), once however often it is sent.</summary>
/// <param name="Rent">One's own.</param>
/// <param name="SeenFen">The rent that was shown, in fen.</param>
internal sealed record PayRent(Guid Rent, long SeenFen) : ICommand<RentShown>, IAudited
{
    public string? AuditSubject => Rent.ToString();
}

internal sealed class PayRentHandler(LinliDb db, FlatBook book, ILedger ledger) : IHandler<PayRent, RentShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/flats/rents/{id:guid}/pay", (Guid id, long seenFen, UseCaseRunner run, CancellationToken cancel) => run.Answer(new PayRent(id, seenFen), cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("Pay the rent of a month 交房租");

    public async Task<Result<RentShown>> Handle(PayRent request, CancellationToken cancel)
    {
        var tenancies = await db.Unfiltered<FlatRent>().Where(r => r.Id == request.Rent).Select(r => r.Tenancy).ToListAsync(cancel);
        if (tenancies is not [var id] || await book.Take(id, mine: true, cancel) is not { Ok: true, Value: { Person: { } person } tenancy })
            return Problem.NotFound("enterprise.no_rent", "没有找到这笔房租。", "This rent was not found.");
        var rent = await db.Unfiltered<FlatRent>().SingleAsync(r => r.Id == request.Rent, cancel);
        if (rent.PaidAt is not null)
            return new RentShown(rent.Id, rent.Month, rent.Fen, rent.DueOn, rent.PaidAt, false);
        if (request.SeenFen != rent.Fen)
            return Problem.Conflict("enterprise.rent_changed", $"这个月应交 {Platform.Text.Yuan.Figure(rent.Fen)} 元，请核对后再交。", $"{Platform.Text.Yuan.Signed(rent.Fen)} are due: look again before you pay.");
        if (await ledger.WalletShort(person, new(rent.Fen), "/enterprise/flats/mine", isSelf: true, cancel) is { } shortage)
            return shortage;
        var estate = await db.Unfiltered<FlatEstate>().AsNoTracking().SingleAsync(e => e.Id == tenancy.Estate, cancel);
        var (wallet, takings) = (await ledger.Wallet(person, LedgerUnit.Fen, cancel), await book.Account(estate, "rent", cancel));
        var paid = await ledger.Post(
            new(FlatBook.Poster, rent.Id.ToString("N"), "flat.rent", ($"人才公寓租金 {rent.Month:yyyy-MM}", $"Rent of {rent.Month:yyyy-MM}"), [Entry.From(wallet, new Fen(rent.Fen)), Entry.To(takings, new Fen(rent.Fen))])
            {
                Subject = tenancy.Id.ToString(),
            }, cancel);
        if (!paid.Ok)
            return paid.As<RentShown>();
        (rent.PaidAt, rent.Payment, rent.Payer) = (paid.Value.At, paid.Value.Id.Value, wallet.Value);
        return new RentShown(rent.Id, rent.Month, rent.Fen, rent.DueOn, rent.PaidAt, false);
    }
}

/// <summary>Rents and deposits are undone with the contract, never in the ledger alone (0045).</summary>
internal static class FlatMoney
{
    public static readonly ITransferOwner Owner = new UndoneElsewhere(FlatBook.Poster, ("人才公寓的合同页办理退租或取消", "with the contract of the flat: check out, or call it off"), "/desk/flats");
}

/// <summary>Lines of a wallet lead to the contract.</summary>
internal sealed class FlatLinks(LinliDb db, CurrentCaller current) : ISubjectLinks
{
    public bool Owns(string kind) => kind is "flat.rent" or "flat.deposit" or "flat.damage";

    public async Task<IReadOnlyDictionary<string, SubjectLink>> Find(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = subjects.Select(s => Guid.TryParse(s, out var id) ? id : Guid.Empty).Where(i => i != Guid.Empty).ToList();
        var person = current.Value.Person;
        var mine = await db.Unfiltered<Tenancy>().Where(t => ids.Contains(t.Id) && t.Person != null && t.Person == person).Select(t => t.Id).ToListAsync(cancel);
        return mine.ToDictionary(id => id.ToString(), id => new SubjectLink($"/enterprise/flats/contracts/{id}"));
    }
}
