namespace Linli.Places;

/// <summary>What a home is used for.</summary>
public enum HomeUse
{
    /// <summary>住宅.</summary>
    Dwelling,

    /// <summary>人才公寓.</summary>
    TalentFlat,

    /// <summary>商铺.</summary>
    Shop,

    /// <summary>办公.</summary>
    Office,
}
