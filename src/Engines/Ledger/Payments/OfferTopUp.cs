using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Places;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Payments;

/// <summary>By what, for whom and how much the caller may pay in.</summary>
internal sealed record OfferTopUp : IQuery<TopUpOffer>;

/// <summary>What is offered.</summary>
/// <param name="Providers">Payment services.</param>
/// <param name="Family">Whose wallets the caller may fill besides their own.</param>
/// <param name="Limits">How much, in fen.</param>
internal sealed record TopUpOffer(IReadOnlyList<OfferedProvider> Providers, IReadOnlyList<ActedFor> Family, LimitsNow Limits);

/// <summary>A payment service.</summary>
internal sealed record OfferedProvider(string Code, Phrase Name);

internal sealed class OfferTopUpHandler(PaymentBooks books, TopUpLimits limits, IActingFor acting, IScopeTree tree, CurrentCaller current, TimeProvider time)
    : IHandler<OfferTopUp, TopUpOffer>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/me/top-ups", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new OfferTopUp(), cancel))
            .Needs(Access.SignedIn).WithTags("Payments").WithSummary("By what, for whom and how much I may pay in 充值方式");

    public async Task<Result<TopUpOffer>> Handle(OfferTopUp request, CancellationToken cancel)
    {
        var place = current.Value.HomeScopes.Count > 0 ? current.Value.HomeScopes[0] : tree.Town();
        return new TopUpOffer(
            [.. books.All.Where(p => p.IsOffered).Select(p => new OfferedProvider(p.Code, p.Name))], await acting.People(FamilyMatters.Book, cancel),
            await limits.At(place, LocalTime.Today(time), cancel));
    }
}
