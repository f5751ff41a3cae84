using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;

namespace Linli.People.Privacy.Consents;

/// <summary>Consents in the forms of services, by the same use cases as under <c>/me/consents</c>.</summary>
internal sealed class ConsentForms(PurposeTexts texts, ConsentDesk desk, CurrentCaller current, UseCaseRunner runner) : IConsentForms
{
    public async Task<ConsentText?> Text(string purpose, CancellationToken cancel) =>
        texts.Find(purpose) is { } declared && await texts.Current(purpose, cancel) is { } text
            ? new(purpose, text.Version, declared.Text, declared.Keeps, declared.Otherwise)
            : null;

    public async Task<Result<Done>> Agree(Guid person, string purpose, int version, CancellationToken cancel)
    {
        // Linli itself speaks for nobody but the invented people of the demo.
        if (current.Value.IsSystem && texts.Find(purpose) is { } declared)
        {
            var noted = await desk.Give(new Agreement(person, declared, version, ConsentWay.Self, person, "page"), cancel);
            return noted.Ok ? Done.It : noted.As<Done>();
        }

        var given = await runner.Run(new GiveConsent(purpose, version, person, "page"), cancel);
        return given.Ok ? Done.It : given.As<Done>();
    }

    public async Task<Result<Done>> Withdraw(Guid person, string purpose, CancellationToken cancel)
    {
        var taken = await runner.Run(new WithdrawConsent(purpose, person), cancel);
        return taken.Ok ? Done.It : taken.As<Done>();
    }
}
