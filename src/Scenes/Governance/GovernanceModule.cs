using Linli.Cases;
using Linli.Governance.Operation;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Governance;

/// <summary>Governance (治理): what residents say and see, and every item through to the end.</summary>
public sealed class GovernanceModule : IModule
{
    /// <inheritdoc/>
    public string Name => "governance";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services
            .AddSingleton(new CaseType("report", ("事件上报", "Report")) { Public = true, MayBeAnonymous = true, NeedsAfterPhoto = true })
            .AddSingleton(new CaseType("suggestion", ("意见建议", "Suggestion")) { Public = true, MayBeAnonymous = true })
            .AddSingleton(new CaseType("complaint", ("投诉", "Complaint")) { MayBeAnonymous = true })
            .AddSingleton(new CaseType("petition", ("信访", "Petition")) { Petition = true, ForResidents = false });
        module.Demo<GovernanceDemo>(66).After<Linli.Places.Grids.Teams.GridLeftAlone, TellOfLoneGrids>();
        OperationParts.Declare(module);
        Leads.LeadParts.Declare(module);
        module.Pages().Tile(new("/governance", ("治理", "Governance"), ("随手拍、意见箱、看进展", "Report, suggest, follow up"), "building-community", 90));
    }
}
